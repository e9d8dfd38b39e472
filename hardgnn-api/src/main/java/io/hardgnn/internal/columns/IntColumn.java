package io.hardgnn.internal.columns;

import java.util.Arrays;

/**
 * A column of ints that grows by chunks: no value is moved once its chunk is full, and no second
 * copy is ever needed.
 */
public final class IntColumn {

  private static final int SHIFT = 20;
  private static final int CHUNK = 1 << SHIFT;

  private int[][] chunks = {new int[1 << 10]};
  private int last;
  private int end; // of the last chunk

  public void append(int value) {
    if (end == chunks[last].length) {
      grow();
    }
    chunks[last][end++] = value;
  }

  public int get(int row) {
    return chunks[row >>> SHIFT][row & CHUNK - 1];
  }

  public int size() {
    return (last << SHIFT) + end;
  }

  /** Gives back the room that is not used. */
  public void trim() {
    chunks[last] = Arrays.copyOf(chunks[last], end);
  }

  private void grow() {
    if (end < CHUNK) {
      chunks[last] = Arrays.copyOf(chunks[last], 2 * end);
    } else {
      last++;
      if (last == chunks.length) {
        chunks = Arrays.copyOf(chunks, 2 * last);
      }
      chunks[last] = new int[CHUNK];
      end = 0;
    }
  }
}
