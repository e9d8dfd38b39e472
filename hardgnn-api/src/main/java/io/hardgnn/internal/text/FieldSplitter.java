package io.hardgnn.internal.text;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Splits rows into their fields. Not thread-safe. */
public final class FieldSplitter {

  private static final char QUOTE = '"';

  /** What to do about quotes that are not what they seem, after what is wrong. */
  public static final String WHAT_TO_DO =
      "; if quotes are characters like others here, set quoting(Quoting.NONE), if a backslash"
          + " precedes those inside of a field, Quoting.BACKSLASH";

  private final char[] separator;
  private final boolean quotes;
  private final boolean backslashes;
  private final @Nullable Boolean multiline;
  private final int expected;
  private char[] field = new char[64];
  private int length;

  /**
   * Takes how rows are written.
   *
   * @param separator one character or more
   * @param quotes whether a field may stand between quotes
   * @param backslashes whether a backslash takes the meaning from what follows; only with quotes
   * @param multiline whether quoted fields may run over lines; null means that they may, unless one
   *     of the lines that they swallow would be a row, of the expected number of fields, by itself
   * @param expected the number of fields of a row
   */
  public FieldSplitter(
      String separator,
      boolean quotes,
      boolean backslashes,
      @Nullable Boolean multiline,
      int expected) {
    this.separator = separator.toCharArray();
    this.quotes = quotes;
    this.backslashes = backslashes;
    this.multiline = multiline;
    this.expected = expected;
  }

  /**
   * Splits the current line, and those after it that a quoted field runs over. Returns what was
   * expected instead if the line is not well-formed, null if it is.
   */
  public @Nullable String split(TextLines lines, RowFields row) throws IOException {
    row.begin(lines.number());
    int at = lines.begin();
    while (true) {
      int start = at;
      at = quotes ? afterBlanks(lines, at) : at;
      if (quotes && at < lines.end() && lines.buffer()[at] == QUOTE) {
        length = 0;
        int after = quoted(lines, at + 1);
        if (after < 0) {
          return swallowing(lines, row.fields() + 1);
        }
        at = afterBlanks(lines, after);
        if (at < lines.end() && !isSeparator(lines, at)) {
          return "a separator after the quotes of field " + (row.fields() + 1) + WHAT_TO_DO;
        }
        row.add(field, 0, length, true);
      } else {
        at = unquoted(lines, start, row);
      }
      if (at == lines.end()) {
        row.ran(lines.lines());
        return null;
      }
      at += separator.length;
    }
  }

  /** Adds the field and returns its end. */
  private int unquoted(TextLines lines, int start, RowFields row) {
    char[] buffer = lines.buffer();
    int end = lines.end();
    if (backslashes) {
      length = 0;
      int at = start;
      for (; at < end && !isSeparator(lines, at); at++) {
        at = escaped(lines, at);
        append(buffer[at]);
      }
      row.add(field, 0, length, false);
      return at;
    }
    char first = separator[0];
    int at = start;
    while (at < end && !(buffer[at] == first && isSeparator(lines, at))) {
      at++;
    }
    row.add(buffer, start, at - start, false);
    return at;
  }

  /** Collects what is between quotes; returns the place after the closing one, -1 without one. */
  private int quoted(TextLines lines, int start) throws IOException {
    int at = start;
    while (true) {
      for (; at < lines.end(); at++) {
        char c = lines.buffer()[at];
        if (c == QUOTE) {
          if (at + 1 == lines.end() || lines.buffer()[at + 1] != QUOTE) {
            return at + 1;
          }
          at++;
        } else if (c == '\\' && backslashes) {
          at = escaped(lines, at);
        }
        append(lines.buffer()[at]);
      }
      int offset = at - lines.begin();
      if (Boolean.FALSE.equals(multiline) || !lines.extend()) {
        return -1;
      }
      if (multiline == null && isRow(lines)) {
        return -1;
      }
      at = lines.begin() + offset;
      for (; at < lines.lastBegin(); at++) {
        append(lines.buffer()[at]); // the line's terminator
      }
    }
  }

  /** Returns the place of the character that a backslash stands before, or the place itself. */
  private int escaped(TextLines lines, int at) {
    boolean escape =
        lines.buffer()[at] == '\\'
            && at + 1 < lines.end()
            && (lines.buffer()[at + 1] == QUOTE
                || lines.buffer()[at + 1] == '\\'
                || isSeparator(lines, at + 1));
    return escape ? at + 1 : at;
  }

  /** Returns whether the last line is a row by itself, if quotes are not looked at. */
  private boolean isRow(TextLines lines) {
    int fields = 1;
    for (int at = lines.lastBegin(); at < lines.end(); at++) {
      if (isSeparator(lines, at)) {
        fields++;
        at += separator.length - 1;
      }
    }
    return fields == expected;
  }

  private String swallowing(TextLines lines, int which) {
    String begin = "a quote that closes field " + which + ", which has an opening one";
    if (lines.lines() == 1) {
      return begin + WHAT_TO_DO;
    }
    long last = lines.number() + lines.lines() - 1;
    String until = "; the field runs over lines " + lines.number() + " to " + last;
    String why = multiline == null && isRow(lines) ? ", the last of which is a row by itself" : "";
    String allow = multiline == null ? "; if fields hold line breaks, set multiline(true)" : "";
    return begin + until + why + "; is a quote missing?" + WHAT_TO_DO.substring(1) + allow;
  }

  private int afterBlanks(TextLines lines, int from) {
    int at = from;
    while (at < lines.end() && Blanks.isBlank(lines.buffer()[at]) && !isSeparator(lines, at)) {
      at++;
    }
    return at;
  }

  private boolean isSeparator(TextLines lines, int at) {
    char[] buffer = lines.buffer();
    if (buffer[at] != separator[0] || at + separator.length > lines.end()) {
      return false;
    }
    for (int i = 1; i < separator.length; i++) {
      if (buffer[at + i] != separator[i]) {
        return false;
      }
    }
    return true;
  }

  private void append(char c) {
    if (length == field.length) {
      field = Arrays.copyOf(field, 2 * length);
    }
    field[length++] = c;
  }
}
