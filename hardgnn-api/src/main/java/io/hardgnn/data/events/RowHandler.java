package io.hardgnn.data.events;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import java.util.Arrays;

/**
 * Keeps the three needed fields of the current row in reused buffers; no string is made for a
 * field.
 */
final class RowHandler extends CsvCallbackHandler<Boolean> {

  private final int[] columns;
  final char[][] field = new char[3][64];
  final int[] length = new int[3];
  long line;
  int lineBreaks;
  boolean quotedLineBreak; // a carriage return alone counts, too
  boolean blank; // whether there is nothing but blanks beside the separators
  private int fields;
  private RecordType type = RecordType.DATA;

  /** Takes the 0-based places of user, item and time. */
  RowHandler(int user, int item, int time) {
    this.columns = new int[] {user, item, time};
  }

  /** Returns a needed field as text. */
  String text(int which) {
    return new String(field[which], 0, length[which]);
  }

  @Override
  protected RecordType getRecordType() {
    return type;
  }

  @Override
  protected int getFieldCount() {
    return fields;
  }

  int fields() {
    return fields;
  }

  @Override
  protected void beginRecord(long startingLineNumber) {
    line = startingLineNumber;
    type = RecordType.DATA;
    fields = 0;
    lineBreaks = 0;
    quotedLineBreak = false;
    blank = true;
    Arrays.fill(length, 0);
  }

  @Override
  protected void addField(char[] buffer, int offset, int size, boolean quoted) {
    int begin = offset;
    int end = offset + size;
    if (quoted) {
      for (int i = begin; i < end; i++) {
        lineBreaks += buffer[i] == '\n' ? 1 : 0;
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
    blank &= !quoted && begin == end;
    fields++;
  }

  private void keep(int which, char[] buffer, int offset, int size) {
    if (field[which].length < size) {
      field[which] = new char[Math.max(size, 2 * field[which].length)];
    }
    System.arraycopy(buffer, offset, field[which], 0, size);
    length[which] = size;
  }

  @Override
  protected void setComment(char[] buffer, int offset, int size) {
    type = RecordType.COMMENT;
  }

  @Override
  protected void setEmpty() {
    type = RecordType.EMPTY;
    blank = true;
  }

  @Override
  protected Boolean buildRecord() {
    return Boolean.TRUE;
  }
}
