package io.hardgnn.io;

import static io.hardgnn.io.ArtifactException.Reason.CORRUPT;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Reads a file that must be small before anything of it has been verified, without trust in what it
 * is.
 */
final class SmallFile {

  private SmallFile() {}

  /**
   * Reads a text in UTF-8.
   *
   * @param maxBytes more is refused, and never read
   * @throws ArtifactException ({@code CORRUPT}) if it is no regular file (a pipe would be waited
   *     for, a device has no end), a link out of its directory, larger, or no UTF-8
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws IOException if the device fails
   */
  static String text(Path file, int maxBytes) throws IOException {
    Links.requireInside(file);
    // Throws where there is no such file; isRegularFile would only say no.
    if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
      throw new ArtifactException(
          CORRUPT, file, "is no regular file; restore the artifact from a copy");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(maxBytes + 1);
    }
    if (bytes.length > maxBytes) {
      throw new ArtifactException(
          CORRUPT,
          file,
          "has more than " + maxBytes + " bytes, which is too much for what it should be");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ArtifactException(
          CORRUPT, file, "is not UTF-8 text; restore the artifact from a copy", e);
    }
  }
}
