package io.hardgnn.internal.text;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * The uncompressed bytes of a gzip stream of one member or several (RFC 1952).
 *
 * <p>{@link java.util.zip.GZIPInputStream} takes a second member whose header is cut for the end of
 * the data, and asks {@code available()} whether there is one, which a stream over a network cannot
 * know; either way rows are lost without an error. Here the stream must end with a whole member;
 * zeros may follow, as on tapes. Not thread-safe.
 */
final class GzipMembers extends InputStream {

  private static final int HEADER_CHECKSUM = 2;
  private static final int EXTRA_FIELD = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final byte[] input = new byte[1 << 16];
  private int at;
  private int limit;
  private boolean ended;

  /** Takes a stream that begins with a member; it is not closed here. */
  GzipMembers(InputStream in) throws IOException {
    this.in = in;
    try {
      header(next());
    } catch (IOException | RuntimeException | Error e) {
      close(); // nobody else can
      throw e;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    try {
      while (!ended) {
        int read = inflater.inflate(buffer, offset, length);
        if (read > 0) {
          checksum.update(buffer, offset, read);
          return read;
        }
        if (inflater.finished()) {
          at = limit - inflater.getRemaining();
          trailer();
          ended = !another();
        } else if (inflater.needsDictionary()) {
          throw new ZipException("a preset dictionary is needed");
        } else {
          fill();
          inflater.setInput(input, 0, limit);
        }
      }
      return -1;
    } catch (DataFormatException e) {
      throw new ZipException(e.getMessage() == null ? "invalid deflate data" : e.getMessage());
    }
  }

  /** Frees the native memory; the stream of compressed bytes stays open. */
  @Override
  public void close() {
    inflater.end();
  }

  private void header(int first) throws IOException {
    if (first != 0x1f || next() != 0x8b) {
      throw new ZipException("neither another member nor zeros follow the last one");
    }
    if (next() != 8) {
      throw new ZipException("the compression method is not deflate");
    }
    int flags = next();
    if ((flags & RESERVED) != 0) {
      throw new ZipException("reserved flags are set");
    }
    skip(6); // time, extra flags, system
    if ((flags & EXTRA_FIELD) != 0) {
      skip(next() | next() << 8);
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CHECKSUM) != 0) {
      skip(2);
    }
    inflater.reset();
    inflater.setInput(input, at, limit - at);
    checksum.reset();
  }

  private void trailer() throws IOException {
    if (littleEndian() != checksum.getValue()) {
      throw new ZipException("the checksum of the data is another");
    }
    if (littleEndian() != (inflater.getBytesWritten() & 0xffff_ffffL)) {
      throw new ZipException("the length of the data is another");
    }
  }

  /** Returns whether another member follows, and goes to its data. */
  private boolean another() throws IOException {
    boolean zeros = false;
    while (at < limit || more()) {
      int b = input[at++] & 0xff;
      if (b != 0) {
        if (zeros) {
          throw new ZipException("neither another member nor zeros follow the last one");
        }
        header(b);
        return true;
      }
      zeros = true;
    }
    return false;
  }

  private long littleEndian() throws IOException {
    return next() | next() << 8 | next() << 16 | (long) next() << 24;
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  private void skipText() throws IOException {
    int b;
    do {
      b = next();
    } while (b != 0);
  }

  private int next() throws IOException {
    if (at == limit) {
      fill();
    }
    return input[at++] & 0xff;
  }

  private void fill() throws IOException {
    if (!more()) {
      throw new EOFException("unexpected end of the gzip stream");
    }
  }

  private boolean more() throws IOException {
    int read = in.read(input, 0, input.length);
    at = 0;
    limit = Math.max(0, read);
    return read > 0;
  }
}
