package io.hardgnn.benchmarks.reliability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The checkpoints of a run as they lie on disk, whole or not.
 *
 * @param path which need not exist yet
 */
record RunFolder(Path path) {

  static final String POINTER = "current";
  static final String MANIFEST = "manifest.json";

  private static final String VERSION = "version-";

  /** Returns the newest run of those that {@link PublishedCheckpoint} trains in a folder. */
  static RunFolder newest(Path runs) {
    int last = 0;
    while (Files.exists(runs.resolve("run-" + (last + 1)))) {
      last++;
    }
    return new RunFolder(runs.resolve("run-" + last));
  }

  /** Versions that somebody began to write, or whose manifest is gone. */
  List<Path> unfinished() {
    return versions(version -> !isFinished(version));
  }

  /** Versions with a manifest, which is written last; the newest first. */
  List<Path> finished() {
    return versions(RunFolder::isFinished);
  }

  /** What the pointer to the current version holds, if there is one. */
  Optional<String> pointer() {
    try {
      return Optional.of(Files.readString(path.resolve(POINTER)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A path in this folder, from the folder's own name on, for what a message has to contain. */
  String named(Path inside) {
    return Path.of(String.valueOf(path.getFileName())).resolve(path.relativize(inside)).toString();
  }

  private List<Path> versions(Predicate<Path> which) {
    try (Stream<Path> entries = Files.list(path)) {
      return entries
          .filter(entry -> entry.getFileName().toString().startsWith(VERSION))
          .filter(which)
          .sorted(Comparator.comparingInt(RunFolder::number).reversed())
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isFinished(Path version) {
    return Files.exists(version.resolve(MANIFEST));
  }

  private static int number(Path version) {
    String name = version.getFileName().toString();
    return Integer.parseInt(name.substring(VERSION.length(), name.lastIndexOf('-')));
  }
}
