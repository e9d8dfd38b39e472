package io.hardgnn.search;

import io.hardgnn.internal.disk.Disk;
import io.hardgnn.io.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The folder that keeps a search: what is searched, every finished trial, open checkpoints. */
final class SearchFolder {

  private final Path folder;

  private SearchFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens a folder, new or of an earlier run of the same search.
   *
   * @param search what decides the trials, as JSON
   * @throws SearchException if it keeps another search
   */
  static SearchFolder open(Path folder, Map<String, Object> search) {
    Path file = folder.resolve("search.json");
    try {
      Disk.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + folder + ": " + Disk.reason(e), e);
    }
    String text = Json.text(search);
    if (!Files.exists(file)) {
      Json.write(file, search);
    } else if (!Json.text(Json.tree(Json.readText(file), file.toString()))
        .equals(Json.text(Json.tree(text, "search")))) {
      throw new SearchException(
          file
              + " is of another search: settings, ranges, strategy, seed, data, time budget or the model to start from differ; use another folder, or delete this one");
    }
    return new SearchFolder(folder);
  }

  private Path file(int number, int epochs) {
    return folder.resolve("trial-" + number + "-epochs-" + epochs + ".json");
  }

  /**
   * Returns a trial that was finished, or null.
   *
   * @throws SearchException if it had other settings
   */
  @Nullable Trial read(int number, int epochs, Map<String, Object> settings) {
    Path file = file(number, epochs);
    if (!Files.exists(file)) {
      return null;
    }
    Trial trial = Json.read(file, Trial.class);
    if (!Json.tree(trial.settings()).equals(Json.tree(Json.line(settings), "settings"))) {
      throw new SearchException(
          file + " has other settings than this search gives it; delete the folder");
    }
    return trial;
  }

  void write(Trial trial) {
    Json.write(file(trial.number(), trial.epochs()), trial);
  }

  Path checkpoint(int number) {
    return folder.resolve("checkpoint-" + number);
  }

  /** Deletes a checkpoint that no further training goes on from, if there is one. */
  void deleteCheckpoint(int number) {
    Path checkpoint = checkpoint(number);
    try {
      Disk.deleteTree(checkpoint);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + checkpoint + ": " + Disk.reason(e), e);
    }
  }
}
