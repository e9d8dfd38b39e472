package io.hardgnn.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.data.events.InteractionLog;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A class loader, as of a web application that was undeployed,")
class CollectedLoaderTest {

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0} events")
  @ValueSource(ints = {3, 60_000}) // more than one thread reads the latter
  @DisplayName("is collected after it has read events")
  void read(int rows) throws IOException, ReflectiveOperationException, InterruptedException {
    StringBuilder text = new StringBuilder("user,item,timestamp\n");
    for (int row = 0; row < rows; row++) {
      text.append('u').append(row % 5000).append(",i").append(row % 3000);
      text.append(',').append(1_000_000_000 + row).append('\n');
    }
    Path file = Files.writeString(folder.resolve("events.csv"), text);
    WeakReference<ClassLoader> loader = readByAnother(file, rows);
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (loader.get() != null && System.nanoTime() - deadline < 0) {
      System.gc();
      Thread.sleep(20);
    }
    assertThat(loader.get()).as("what was not collected").isNull();
  }

  /** Reads a file by classes of a loader of their own, of which nothing is kept here. */
  private static WeakReference<ClassLoader> readByAnother(Path file, int rows)
      throws IOException, ReflectiveOperationException {
    try (URLClassLoader other =
        new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
      Class<?> type = other.loadClass(InteractionLog.class.getName());
      assertThat(type).isNotSameAs(InteractionLog.class);
      Object log = type.getMethod("read", Path.class).invoke(null, file);
      assertThat(type.getMethod("size").invoke(log)).isEqualTo(rows);
      return new WeakReference<>(other);
    }
  }

  private static URL[] classPath() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      urls.add(new File(entry).toURI().toURL());
    }
    return urls.toArray(new URL[0]);
  }
}
