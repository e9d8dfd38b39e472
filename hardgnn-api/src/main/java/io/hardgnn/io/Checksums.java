package io.hardgnn.io;

import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import io.hardgnn.internal.disk.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** SHA-256 sums as 64 lower-case hexadecimal digits. */
public final class Checksums {

  private Checksums() {}

  /** The sum of some bytes. */
  public static String sha256(byte[] bytes) {
    return Hashing.sha256().hashBytes(bytes).toString();
  }

  /**
   * The sum of a file's content.
   *
   * @throws UncheckedIOException if it cannot be read
   */
  public static String sha256(Path file) {
    try {
      return MoreFiles.asByteSource(file).hash(Hashing.sha256()).toString();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + Disk.reason(e), e);
    }
  }
}
