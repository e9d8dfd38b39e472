package io.hardgnn.internal.text;

import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a text, one at a time, in a reused buffer. A line ends with LF, CR or both; a byte
 * order mark at its beginning is no part of it.
 *
 * <p>Where a field runs over lines, {@link #extend} adds the next line to the current ones, and
 * {@link #firstLineOnly} gives all but the first back. Places in the buffer hold until the next
 * call of a method that reads.
 */
public final class TextLines {

  /** The most characters of a line, and of a row that runs over lines. */
  public static final int MAX_LENGTH = 1 << 20;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Reader text;
  private final char[] comment;
  private char[] buffer = new char[1 << 16];
  private int begin; // of the current lines
  private int end; // of them, the last line's terminator excluded
  private int lastBegin; // of the last one of them
  private int next; // after the terminator
  private int firstEnd;
  private int firstNext;
  private int limit;
  private boolean ended;
  private long number;
  private int lines;

  /**
   * Creates the lines of a text.
   *
   * @param comment what lines begin with that are passed over, or null if all count
   */
  public TextLines(Reader text, @Nullable String comment) {
    this.text = text;
    this.comment = comment == null ? new char[0] : comment.toCharArray();
  }

  /**
   * Goes to the line after the current ones that is no comment; false at the end of the text.
   *
   * @throws TooLongException if it has more than {@value #MAX_LENGTH} characters
   */
  public boolean next() throws IOException {
    boolean found = nextOfAll();
    while (found && isComment()) {
      found = nextOfAll();
    }
    return found;
  }

  private boolean isComment() {
    int to = begin + comment.length;
    return comment.length > 0
        && to <= end
        && Arrays.equals(buffer, begin, to, comment, 0, comment.length);
  }

  private boolean nextOfAll() throws IOException {
    number += lines;
    begin = next;
    lines = 0;
    if (!find()) {
      return false;
    }
    if (end - begin > MAX_LENGTH) {
      throw new TooLongException();
    }
    while (begin < end && buffer[begin] == BYTE_ORDER_MARK) {
      begin++; // of a file that was put behind another one
    }
    firstEnd = end;
    firstNext = next;
    return true;
  }

  /** Adds the next line to the current ones; false if there is none or they become too long. */
  public boolean extend() throws IOException {
    return find() && end - begin <= MAX_LENGTH;
  }

  /** Gives back the lines after the first. */
  public void firstLineOnly() {
    lastBegin = begin;
    end = firstEnd;
    next = firstNext;
    lines = 1;
  }

  public char[] buffer() {
    return buffer;
  }

  public int begin() {
    return begin;
  }

  /** Returns the end of the last one of the current lines, without its terminator. */
  public int end() {
    return end;
  }

  /** Returns where the last one of the current lines begins. */
  public int lastBegin() {
    return lastBegin;
  }

  /** Returns the number of the first one of the current lines; the first of the text is 1. */
  public long number() {
    return number + 1;
  }

  /** Returns the number of the line that is being read, or was read last. */
  public long readingNumber() {
    return number + Math.max(1, lines);
  }

  public int lines() {
    return lines;
  }

  /** Returns the first line. */
  public String firstLine() {
    return new String(buffer, begin, firstEnd - begin);
  }

  private boolean find() throws IOException {
    lastBegin = next;
    int at = next;
    lines++; // the one that is being read, if that fails
    while (true) {
      for (; at < limit; at++) {
        char c = buffer[at];
        if (c == '\n' || c == '\r') {
          return endAt(at);
        }
      }
      int length = at - begin;
      if (ended || length > MAX_LENGTH || !fill()) {
        at = begin + length;
        if (at == lastBegin) {
          lines--;
          return false;
        }
        end = at;
        next = at;
        return true;
      }
      at = begin + length;
    }
  }

  private boolean endAt(int at) throws IOException {
    int offset = at - begin;
    boolean pair = false;
    if (buffer[at] == '\r') {
      boolean more = at + 1 < limit || !ended && fill();
      pair = more && buffer[begin + offset + 1] == '\n';
    }
    end = begin + offset;
    next = end + (pair ? 2 : 1);
    return true;
  }

  /** Reads on; moves the current lines to the start of the buffer. */
  private boolean fill() throws IOException {
    if (begin > 0) {
      System.arraycopy(buffer, begin, buffer, 0, limit - begin);
      end -= begin;
      lastBegin -= begin;
      next -= begin;
      firstEnd -= begin;
      firstNext -= begin;
      limit -= begin;
      begin = 0;
    }
    if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int read = text.read(buffer, limit, buffer.length - limit);
    ended = read < 0;
    limit += Math.max(0, read);
    return !ended;
  }

  /** A line is too long to be one of a delimited text. */
  public static final class TooLongException extends IOException {

    private static final long serialVersionUID = 1L;
  }
}
