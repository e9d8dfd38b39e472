package io.hardgnn.tf.session;

import io.hardgnn.error.Excerpt;
import java.util.Locale;
import org.bytedeco.javacpp.Loader;
import org.tensorflow.TensorFlow;

/** Loads TensorFlow's native library once and says what is wrong if that fails. Thread-safe. */
public final class NativeLibrary {

  private NativeLibrary() {}

  /**
   * Loads the library; later calls return at once.
   *
   * @throws NativeLibraryException if it is missing or cannot be loaded
   */
  public static void load() {
    try {
      TensorFlow.version();
    } catch (LinkageError | RuntimeException e) {
      throw new NativeLibraryException(explain(Loader.getPlatform(), rootCause(e)), e);
    }
  }

  /** Returns the message for a failure to load on a platform such as {@code linux-x86_64}. */
  static String explain(String platform, Throwable cause) {
    if (String.valueOf(cause).contains("IllegalCallerException")) {
      return "TensorFlow's native library may not be loaded: "
          + Excerpt.sentence(cause)
          + ". Start the JVM with --enable-native-access=ALL-UNNAMED (on the module path"
          + " org.bytedeco.javacpp,tensorflow.nativelib), or without --illegal-native-access=deny";
    }
    String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    if (onClassPath(platform) || onClassPath(platform + "-gpu")) {
      String hint =
          reason.toLowerCase(Locale.ROOT).contains("space")
              ? "Free about 700 MB or name another folder with -Dorg.bytedeco.javacpp.cachedir=DIR."
              : "It is unpacked to the folder of -Dorg.bytedeco.javacpp.cachedir (default ~/.javacpp/cache), which must be writable"
                  + " and hold about 700 MB; on Linux it needs glibc, not musl, 2.34 or later.";
      return "TensorFlow's native library for "
          + platform
          + " is on the class path but cannot be loaded: "
          + reason
          + ". "
          + hint;
    }
    return "TensorFlow's native library for "
        + platform
        + " is not on the class path. Add the Maven dependency"
        + " org.tensorflow:tensorflow-core-native with classifier "
        + platform
        + " (or "
        + platform
        + "-gpu where there is one), in the version of tensorflow-core-api; published classifiers are linux-x86_64, linux-x86_64-gpu,"
        + " linux-arm64, macosx-arm64 and windows-x86_64. Reason: "
        + reason;
  }

  /** Returns whether the library on the class path is the one for GPUs. */
  static boolean isGpuBuild() {
    return onClassPath(Loader.getPlatform() + "-gpu");
  }

  private static boolean onClassPath(String platform) {
    String folder = "org/tensorflow/internal/c_api/" + platform + "/";
    ClassLoader loader = NativeLibrary.class.getClassLoader();
    return loader.getResource(folder) != null || loader.getResource(folder + "LICENSE") != null;
  }

  private static Throwable rootCause(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
