package io.hardgnn.internal.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import org.jspecify.annotations.Nullable;

/**
 * Decodes bytes, of which those that are not of the encoding are an error.
 *
 * <p>Unlike {@link java.io.InputStreamReader} it gives all characters before the bad byte first, so
 * that its reader knows the line. So it does with the character 0, which no text has: a file holds
 * it where it was cut short, or is no text. Not thread-safe.
 */
final class StrictDecoder extends Reader {

  private final InputStream in;
  private final CharsetDecoder decoder;
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16).flip();
  private @Nullable IOException failure;
  private boolean ended;
  private boolean flushed;

  StrictDecoder(InputStream in, Charset charset) {
    this.in = in;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (failure != null) {
      throw failure;
    }
    CharBuffer characters = CharBuffer.wrap(buffer, offset, length).slice();
    while (!flushed) {
      int before = characters.position();
      CoderResult result = decoder.decode(bytes, characters, ended);
      if (endsAtZero(characters, before)) {
        break;
      }
      if (result.isError()) {
        failure = codingException(result);
        break;
      }
      if (result.isUnderflow() && ended) {
        result = decoder.flush(characters);
        flushed = result.isUnderflow();
      }
      if (result.isOverflow() || flushed || characters.position() > 0 && bytes.remaining() == 0) {
        break;
      }
      fill();
    }
    int read = characters.position();
    if (read == 0 && failure != null) {
      throw failure;
    }
    if (read == 0 && !flushed) {
      // A pair of surrogates does not fit into one place.
      throw new IOException("a buffer of one character is too small");
    }
    return read == 0 ? -1 : read;
  }

  /** Goes back to the first character 0 from a place on; false if there is none. */
  private boolean endsAtZero(CharBuffer characters, int from) {
    char[] array = characters.array();
    int offset = characters.arrayOffset();
    for (int at = from; at < characters.position(); at++) {
      if (array[offset + at] == 0) {
        characters.position(at);
        failure = new TextSource.ZeroException();
        return true;
      }
    }
    return false;
  }

  private void fill() throws IOException {
    bytes.compact();
    int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
    ended = read < 0;
    bytes.position(bytes.position() + Math.max(0, read)).flip();
  }

  private static CharacterCodingException codingException(CoderResult result) {
    try {
      result.throwException();
      throw new IllegalStateException(result + " is no error");
    } catch (CharacterCodingException e) {
      return e;
    }
  }

  /** Closes the stream of bytes. */
  @Override
  public void close() throws IOException {
    in.close();
  }
}
