package io.hardgnn.internal.text;

import io.hardgnn.data.DataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Turns bytes into characters: gzip by its magic bytes; a wrong encoding and files that are no text
 * are an error. Not thread-safe.
 */
public final class TextSource implements AutoCloseable {

  private static final int BUFFER = 1 << 16;

  private final String source;
  private final Charset charset;
  private final String separator;
  private final Reader characters;
  private @Nullable GzipMembers gzip;

  /**
   * Opens a stream, which stays open.
   *
   * @param separator characters that are expected, though they be none that are seen
   * @throws DataException if it is no text
   */
  public TextSource(InputStream in, Charset charset, String source, String separator)
      throws IOException {
    this.source = source;
    this.charset = charset;
    this.separator = separator;
    try {
      characters = new BufferedReader(new StrictDecoder(bytes(in), charset), BUFFER);
    } catch (IOException | RuntimeException | Error e) {
      close(); // nobody else can
      throw e;
    }
  }

  /** Returns the bytes of the text, unpacked where they are packed. */
  private InputStream bytes(InputStream in) throws IOException {
    PushbackInputStream given = new PushbackInputStream(in, FileKind.LENGTH);
    if (!isGzip(check(given, ""))) {
      return given;
    }
    gzip = new GzipMembers(given);
    PushbackInputStream unpacked = new PushbackInputStream(gzip, FileKind.LENGTH);
    if (isGzip(check(unpacked, "gzip of what is "))) {
      throw new DataException(source + " is gzip of gzip; unpack it once");
    }
    return unpacked;
  }

  /** Returns the text, to be closed by closing this. */
  public Reader characters() {
    return characters;
  }

  /** Frees what unpacking holds. */
  @Override
  public void close() {
    if (gzip != null) {
      gzip.close();
    }
  }

  /** Returns the first bytes, which are not of a file that is known to be no text. */
  private byte[] check(PushbackInputStream in, String prefix) throws IOException {
    byte[] first = in.readNBytes(FileKind.LENGTH);
    in.unread(first);
    String kind = FileKind.of(first);
    if (kind != null) {
      throw new DataException(
          source + " is " + prefix + kind + " (delimited text, plain or gzip, was expected)");
    }
    String name = charset.name().toUpperCase(Locale.ROOT);
    if (!isGzip(first) && !name.contains("UTF-16") && !name.contains("UTF-32")) {
      if (isUtf32(first)) {
        throw new DataException(
            source + " is UTF-32 by its first bytes; set charset(Charset.forName(\"UTF-32\"))");
      }
      if (isMark(first, 0xff, 0xfe) || isMark(first, 0xfe, 0xff)) {
        throw new DataException(
            source + " is UTF-16 by its first bytes; set charset(StandardCharsets.UTF_16)");
      }
      if (isUtf16(first)) {
        throw new DataException(
            source
                + " holds zero bytes, which delimited text in "
                + name
                + " does not; if it is UTF-16, set charset(StandardCharsets.UTF_16LE)");
      }
      if (!FileKind.isText(first, separator)) {
        throw new DataException(
            source
                + " is "
                + prefix
                + "a file of bytes that are no text (delimited text, plain or gzip, was expected)");
      }
    }
    return first;
  }

  /** Returns whether every other byte is zero, or nearly so: letters and digits in UTF-16. */
  private static boolean isUtf16(byte[] first) {
    int[] zeros = new int[2];
    for (int at = 0; at < first.length; at++) {
      zeros[at & 1] += first[at] == 0 ? 1 : 0;
    }
    return Math.max(zeros[0], zeros[1]) > first.length / 4 && Math.min(zeros[0], zeros[1]) == 0;
  }

  /** The mark of its little-endian form begins as that of UTF-16. */
  private static boolean isUtf32(byte[] first) {
    return first.length >= 4
        && (isMark(first, 0xff, 0xfe) && first[2] == 0 && first[3] == 0
            || isMark(first, 0, 0) && first[2] == (byte) 0xfe && first[3] == (byte) 0xff);
  }

  /** There is a character 0 in a text. */
  public static final class ZeroException extends IOException {

    private static final long serialVersionUID = 1L;
  }

  private static boolean isGzip(byte[] first) {
    return isMark(first, 0x1f, 0x8b);
  }

  private static boolean isMark(byte[] first, int a, int b) {
    return first.length >= 2 && (first[0] & 0xff) == a && (first[1] & 0xff) == b;
  }
}
