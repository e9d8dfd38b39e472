package io.hardgnn.data;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds real data in the folder that {@code hardgnn.shared} names; a test that needs it is skipped
 * where it is absent.
 */
public final class SharedData {

  private SharedData() {}

  public static Path file(String name) {
    String folder = System.getProperty("hardgnn.shared", "");
    Path file = Path.of(folder, "data", name);
    Assumptions.assumeTrue(
        !folder.isEmpty() && Files.isRegularFile(file),
        () -> "real data file " + name + " is absent; -Dhardgnn.shared says where it lies");
    return file;
  }
}
