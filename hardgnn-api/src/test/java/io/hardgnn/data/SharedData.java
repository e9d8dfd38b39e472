package io.hardgnn.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds the real data that lies beside a checkout; a test that needs it is skipped where it is
 * absent.
 */
public final class SharedData {

  private SharedData() {}

  public static Path file(String name) {
    String folder = System.getProperty("hardgnn.shared", "");
    List<Path> places =
        folder.isEmpty()
            ? List.of(Path.of("../../shared/data", name), Path.of("../shared/data", name))
            : List.of(Path.of(folder, "data", name));
    Path found = places.stream().filter(Files::isRegularFile).findFirst().orElse(null);
    Assumptions.assumeTrue(found != null, () -> "real data file " + name + " is absent");
    return found;
  }
}
