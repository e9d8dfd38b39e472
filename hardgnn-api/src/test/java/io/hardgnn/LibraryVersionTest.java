package io.hardgnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The version of the library")
final class LibraryVersionTest {

  private static final String CLASS = "LibraryVersion.class";
  private static final String RESOURCE = "version.properties";

  @TempDir Path folder;

  @Test
  @DisplayName("is the one that the build gave it")
  void ofTheBuild() {
    @Nullable String built = System.getProperty("hardgnn.version");
    assumeTrue(built != null, "set by the build");
    assertThat(LibraryVersion.get()).isEqualTo(built).doesNotContain("${");
  }

  @Test
  @DisplayName("stays the library's in the jar of an application that has a version of its own")
  void inAnApplicationsJar() throws IOException, ReflectiveOperationException {
    assertThat(versionIn(jar(CLASS, RESOURCE))).isEqualTo(LibraryVersion.get());
  }

  @Test
  @DisplayName("is unknown, not the application's, where only classes were packed")
  void withoutResources() throws IOException, ReflectiveOperationException {
    assertThat(versionIn(jar(CLASS))).isEqualTo("unknown");
  }

  private Path jar(String... entries) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.IMPLEMENTATION_VERSION, "9.9-of-the-application");
    Path file = folder.resolve("application.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      for (String entry : entries) {
        try (InputStream in = LibraryVersion.class.getResourceAsStream(entry)) {
          out.putNextEntry(new JarEntry("io/hardgnn/" + entry));
          in.transferTo(out);
        }
      }
    }
    return file;
  }

  private static Object versionIn(Path jar) throws IOException, ReflectiveOperationException {
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      Class<?> type = loader.loadClass(LibraryVersion.class.getName());
      assertThat(type.getPackage().getImplementationVersion()).isEqualTo("9.9-of-the-application");
      Method get = type.getDeclaredMethod("get");
      get.setAccessible(true);
      return get.invoke(null);
    }
  }
}
