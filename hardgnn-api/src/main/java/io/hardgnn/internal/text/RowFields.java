package io.hardgnn.internal.text;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the three needed fields of the current row in reused buffers; no string is made for a
 * field.
 */
public final class RowFields {

  private final int[] columns;
  public final char[][] field = new char[3][64];
  public final int[] length = new int[3];
  public long line;
  public int lines;
  public boolean quotedLineBreak; // a carriage return alone counts, too
  public boolean quoted; // whether any field is
  public boolean blank; // whether there is nothing but blanks beside the separators
  private int fields;
  private @Nullable List<String> all;

  /** Takes the 0-based places of user, item and time. */
  public RowFields(int user, int item, int time) {
    this.columns = new int[] {user, item, time};
  }

  /** Returns a row that adds every field to a list and keeps none. */
  public static RowFields all(List<String> fields) {
    RowFields row = new RowFields(-1, -1, -1);
    row.all = fields;
    return row;
  }

  /** Returns a needed field as text. */
  public String text(int which) {
    return new String(field[which], 0, length[which]);
  }

  public int fields() {
    return fields;
  }

  /** Begins the row of a line. */
  void begin(long startingLineNumber) {
    line = startingLineNumber;
    lines = 1;
    fields = 0;
    quotedLineBreak = false;
    quoted = false;
    blank = true;
    Arrays.fill(length, 0);
  }

  /** Says over how many lines the row ran. */
  void ran(int count) {
    lines = count;
  }

  /** Takes the next field; blanks around an unquoted one are not part of it. */
  void add(char[] buffer, int offset, int size, boolean inQuotes) {
    int begin = offset;
    int end = offset + size;
    quoted |= inQuotes;
    if (inQuotes) {
      for (int i = begin; i < end; i++) {
        quotedLineBreak |= buffer[i] == '\n' || buffer[i] == '\r';
      }
    } else {
      while (begin < end && Blanks.isBlank(buffer[begin])) {
        begin++;
      }
      while (begin < end && Blanks.isBlank(buffer[end - 1])) {
        end--;
      }
    }
    for (int which = 0; which < columns.length; which++) {
      if (columns[which] == fields) {
        keep(which, buffer, begin, end - begin);
      }
    }
    if (all != null) {
      all.add(new String(buffer, begin, end - begin).strip());
    }
    blank &= !inQuotes && begin == end;
    fields++;
  }

  private void keep(int which, char[] buffer, int offset, int size) {
    if (field[which].length < size) {
      field[which] = new char[Math.max(size, 2 * field[which].length)];
    }
    System.arraycopy(buffer, offset, field[which], 0, size);
    length[which] = size;
  }
}
