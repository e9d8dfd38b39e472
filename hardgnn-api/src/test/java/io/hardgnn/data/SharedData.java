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

  /** Returns a file of a real data set. */
  public static Path file(String name) {
    return in("data", name);
  }

  /** Returns a small file on which a user met a fault. */
  public static Path field(String name) {
    return in("field", name);
  }

  private static Path in(String kind, String name) {
    String folder = System.getProperty("hardgnn.shared", "");
    Path file = Path.of(folder, kind, name);
    Assumptions.assumeTrue(
        !folder.isEmpty() && Files.isRegularFile(file),
        () -> "real data file " + name + " is absent; -Dhardgnn.shared says where it lies");
    return file;
  }
}
