package io.hardgnn.onnx.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.hardgnn.error.Excerpt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates sessions, on the processor where the device asked for cannot be used. */
final class SessionFactory {

  private static final Logger LOG = LoggerFactory.getLogger(SessionFactory.class);

  private SessionFactory() {}

  /** Hands a model to ONNX Runtime. */
  interface Loader {
    OrtSession load(OrtEnvironment environment, OrtSession.SessionOptions options)
        throws OrtException;
  }

  static InferenceSession open(String name, Loader loader, InferenceOptions options) {
    OrtEnvironment environment = NativeLibrary.load();
    try {
      if (options.device() == ExecutionDevice.CUDA) {
        // The list of available providers names CUDA wherever the library was built with it, so
        // only trying tells.
        try {
          return open(name, environment, loader, options, ExecutionDevice.CUDA);
        } catch (OrtException | LinkageError e) {
          LOG.warn("CUDA cannot be used, the processor computes instead: {}", Excerpt.sentence(e));
        }
      }
      return open(name, environment, loader, options, ExecutionDevice.CPU);
    } catch (OrtException e) {
      throw new InferenceException(
          name + ": ONNX Runtime cannot load it: " + Excerpt.sentence(e), e);
    }
  }

  private static InferenceSession open(
      String name,
      OrtEnvironment environment,
      Loader loader,
      InferenceOptions options,
      ExecutionDevice device)
      throws OrtException {
    try (OrtSession.SessionOptions ort = new OrtSession.SessionOptions()) {
      ort.setIntraOpNumThreads(options.intraOpThreads());
      ort.setInterOpNumThreads(1);
      if (!options.prepackWeights()) {
        ort.addConfigEntry("session.disable_prepacking", "1");
      }
      if (device == ExecutionDevice.CUDA) {
        ort.addCUDA(0);
      }
      return new InferenceSession(name, environment, loader.load(environment, ort), device);
    }
  }
}
