package io.hardgnn.benchmarks.data;

import io.hardgnn.data.DataException;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds data sets by name or path. */
public final class SharedData {

  /** What {@code --data-dir} is about. */
  public static final String DIRECTORY_HELP =
      "folder of NAME.csv.gz files; by default the folder data of the system property hardgnn.shared";

  private SharedData() {}

  /**
   * Reads and prepares a data set with the default filters.
   *
   * @param directory where named sets lie, or null for the default
   * @param nameOrFile a path, or a name such as {@code ml-1m}
   * @throws DataException if there is none
   */
  public static Dataset load(@Nullable Path directory, String nameOrFile) {
    return DatasetBuilder.of(InteractionLog.read(file(directory, nameOrFile))).build();
  }

  /**
   * Returns the file of a data set.
   *
   * @param directory where named sets lie, or null for the default
   * @param nameOrFile a path, or a name such as {@code ml-1m}
   * @throws DataException if there is none
   */
  public static Path file(@Nullable Path directory, String nameOrFile) {
    Path file = Path.of(nameOrFile);
    if (Files.isRegularFile(file)) {
      return file;
    }
    Path folder = directory == null ? defaultFolder() : directory;
    if (folder == null) {
      throw new DataException(
          "there is no file '" + nameOrFile + "'; --data-dir says where named sets lie");
    }
    Path named = folder.resolve(nameOrFile + ".csv.gz");
    if (!Files.isRegularFile(named)) {
      throw new DataException(
          "there is no data set '"
              + nameOrFile
              + "': neither a file of that name nor "
              + named
              + " (--data-dir says where named sets lie)");
    }
    return named;
  }

  private static @Nullable Path defaultFolder() {
    String shared = System.getProperty("hardgnn.shared", "");
    return shared.isEmpty() ? null : Path.of(shared, "data");
  }
}
