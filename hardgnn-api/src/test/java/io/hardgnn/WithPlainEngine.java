package io.hardgnn;

import io.hardgnn.engine.TrainingEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Runs code with {@link PlainEngine} as a service; it is not one of the test jar, which other
 * modules' tests use.
 */
final class WithPlainEngine {

  private WithPlainEngine() {}

  static <T> T onTheClassPath(Path folder, Supplier<T> code) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {services(folder)}, before)) {
      thread.setContextClassLoader(loader);
      return code.get();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static URL services(Path folder) throws IOException {
    Path services = Files.createDirectories(folder.resolve("services/META-INF/services"));
    Files.writeString(
        services.resolve(TrainingEngine.class.getName()), PlainEngine.class.getName());
    return folder.resolve("services").toUri().toURL();
  }
}
