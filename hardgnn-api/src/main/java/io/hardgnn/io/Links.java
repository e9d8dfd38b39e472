package io.hardgnn.io;

import static io.hardgnn.io.ArtifactException.Reason.CORRUPT;

import io.hardgnn.internal.disk.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Keeps readers within the directory of an artifact. A link to a file of the same directory is
 * fine: that is how volumes of containers are laid out. One that leads out of it would let whoever
 * can write the directory have any file of the machine read.
 */
final class Links {

  private Links() {}

  /**
   * Refuses a file that lies elsewhere than in the directory that it is named in.
   *
   * @throws ArtifactException ({@code CORRUPT}) if it is a link that leads out of it, or in circles
   */
  static void requireInside(Path file) {
    Path directory = Disk.parent(file.toAbsolutePath());
    try {
      Path real = file.toRealPath();
      if (!real.startsWith(directory.toRealPath())) {
        throw new ArtifactException(
            CORRUPT,
            file,
            "is a link that leads out of its directory, to "
                + real
                + "; put the file itself in its place");
      }
    } catch (NoSuchFileException e) {
      // Whoever reads it says so.
      return;
    } catch (IOException e) {
      if (Files.isSymbolicLink(file)) {
        throw new ArtifactException(
            CORRUPT, file, "is a link that leads nowhere: " + Disk.reason(e), e);
      }
      // A device that fails also fails whoever reads it, and they say so.
    }
  }
}
