package io.hardgnn.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The parts that can be written in a configuration, by what they are for and by kind. */
public final class Parts {

  private Parts() {}

  /**
   * Returns the parts of a sort with their default settings: those handed over, then those that
   * {@link ServiceLoader} finds with the thread's class loader and that of the library.
   *
   * @param sort the interface, such as that of encoders
   * @param own parts of the application; those of another sort are passed over
   * @return by kind, in alphabetical order; of two of one kind the first
   */
  public static <P extends Part> Map<String, P> of(Class<P> sort, List<? extends Part> own) {
    Map<String, P> parts = new TreeMap<>();
    for (Part part : own) {
      if (sort.isInstance(part)) {
        parts.putIfAbsent(part.kind(), sort.cast(part));
      }
    }
    for (ClassLoader loader : loaders()) {
      for (P part : ServiceLoader.load(sort, loader)) {
        parts.putIfAbsent(part.kind(), part);
      }
    }
    return parts;
  }

  private static List<ClassLoader> loaders() {
    Map<ClassLoader, Boolean> distinct = new LinkedHashMap<>();
    @Nullable ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
    if (ofThread != null) {
      distinct.put(ofThread, true);
    }
    distinct.put(Part.class.getClassLoader(), true);
    return new ArrayList<>(distinct.keySet());
  }
}
