package io.hardgnn.data.events;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.zip.GZIPInputStream;

/**
 * Turns bytes into characters: gzip by its magic bytes, byte order mark skipped, wrong encoding an
 * error.
 */
final class TextSource {

  private static final int BUFFER = 1 << 16;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private TextSource() {}

  /** Returns a reader that supports {@code mark}. */
  static BufferedReader open(InputStream in, Charset charset) throws IOException {
    InputStream bytes = new BufferedInputStream(in, BUFFER);
    bytes.mark(2);
    boolean gzip = bytes.read() == 0x1f && bytes.read() == 0x8b;
    bytes.reset();
    if (gzip) {
      bytes = new GZIPInputStream(new AlwaysAvailable(bytes), BUFFER);
    }
    Reader characters =
        new InputStreamReader(
            bytes,
            charset
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    BufferedReader reader = new BufferedReader(characters, BUFFER);
    reader.mark(1);
    if (reader.read() != BYTE_ORDER_MARK) {
      reader.reset();
    }
    return reader;
  }

  /**
   * A gzip file may hold several members one after the other. The JDK goes on to the next only if
   * {@code available()} is positive, which a stream over a network need not be; the rest would be
   * lost without an error.
   */
  private static final class AlwaysAvailable extends FilterInputStream {

    AlwaysAvailable(InputStream in) {
      super(in);
    }

    @Override
    public int available() {
      return 1;
    }
  }
}
