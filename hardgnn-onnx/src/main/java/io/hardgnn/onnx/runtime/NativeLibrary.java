package io.hardgnn.onnx.runtime;

import ai.onnxruntime.OrtEnvironment;
import io.hardgnn.error.Excerpt;
import java.util.function.Supplier;

/** Loads ONNX Runtime's native library once and says what is wrong if that fails. Thread-safe. */
final class NativeLibrary {

  private NativeLibrary() {}

  /**
   * Returns the environment of this process; later calls return the same one at once.
   *
   * @throws InferenceException if the library is missing or cannot be loaded
   */
  static OrtEnvironment load() {
    return load(OrtEnvironment::getEnvironment);
  }

  static OrtEnvironment load(Supplier<OrtEnvironment> loader) {
    try {
      return loader.get();
    } catch (LinkageError | IllegalCallerException e) {
      throw new InferenceException(explain(rootCause(e)), e);
    }
  }

  private static String explain(Throwable cause) {
    if (String.valueOf(cause).contains("IllegalCallerException")) {
      return "ONNX Runtime's native library may not be loaded: "
          + Excerpt.sentence(cause)
          + ". Start the JVM with --enable-native-access=ALL-UNNAMED (on the module path"
          + " com.microsoft.onnxruntime), or without --illegal-native-access=deny";
    }
    return "ONNX Runtime's native library cannot be loaded on "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.arch")
        + ": "
        + Excerpt.sentence(cause)
        + ". The Maven dependency com.microsoft.onnxruntime:onnxruntime has it for Linux (x64, aarch64; with glibc, not musl), macOS"
        + " (aarch64) and Windows (x64). It is unpacked to java.io.tmpdir, "
        + System.getProperty("java.io.tmpdir")
        + ", which must be writable, have 50 MB free and let programs run; name one that is with -Djava.io.tmpdir=DIR, which is needed"
        + " even where -Donnxruntime.native.path=DIR names a folder with a library of your own";
  }

  private static Throwable rootCause(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
