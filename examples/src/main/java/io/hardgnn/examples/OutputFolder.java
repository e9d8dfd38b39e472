package io.hardgnn.examples;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that a program writes to, tried before the work rather than after it. */
final class OutputFolder {

  private OutputFolder() {}

  /** Makes the folder if it is not there. */
  static Path prepare(Path folder) throws IOException {
    Path made = Files.createDirectories(folder.toAbsolutePath().normalize());
    if (!Files.isWritable(made)) {
      throw new AccessDeniedException(made.toString());
    }
    return made;
  }
}
