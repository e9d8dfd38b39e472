package io.hardgnn;

import io.hardgnn.engine.TrainingEngine;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the training engine. */
final class Engines {

  private static final Logger LOG = LoggerFactory.getLogger(Engines.class);

  private Engines() {}

  /**
   * Returns the first engine that the thread's class loader or that of the library knows.
   *
   * @throws NoEngineException if there is none
   */
  static TrainingEngine find() {
    return find(Thread.currentThread().getContextClassLoader(), Engines.class.getClassLoader());
  }

  static TrainingEngine find(ClassLoader... loaders) {
    Map<Class<?>, TrainingEngine> found = new LinkedHashMap<>();
    for (ClassLoader loader : loaders) {
      Iterator<TrainingEngine> engines =
          ServiceLoader.load(TrainingEngine.class, loader).iterator();
      while (engines.hasNext()) {
        TrainingEngine engine = engines.next();
        found.putIfAbsent(engine.getClass(), engine);
      }
    }
    if (found.isEmpty()) {
      throw new NoEngineException(
          "no training engine is on the class path; add the Maven dependency io.hardgnn:hardgnn-tf:"
              + LibraryVersion.get()
              + ", which brings TensorFlow's native library for this machine (with other build tools also add"
              + " org.tensorflow:tensorflow-core-native with the classifier of the machine, such as linux-x86_64)");
    }
    TrainingEngine engine = found.values().iterator().next();
    if (found.size() > 1) {
      LOG.info(
          "{} training engines are on the class path, using {}; FitOptions.engine chooses another",
          found.size(),
          engine.name());
    }
    return engine;
  }
}
