package io.hardgnn.data.events;

import io.hardgnn.internal.text.FieldSplitter;
import org.jspecify.annotations.Nullable;

/**
 * What a double quote means in a delimited text.
 *
 * <p>Files that were never quoted hold lone quotes, such as titles and inches ({@code 12"}); read
 * with the wrong rule, they swallow what follows. Readers notice that and say so, but only the
 * right rule reads all rows.
 */
public enum Quoting {
  /** A quote is a character like any other, and every line is a row. */
  NONE,
  /**
   * A field may stand between quotes, and then hold separators; a quote inside is written twice, as
   * RFC 4180 has it. A quote inside of an unquoted field is a character like any other. The
   * default.
   */
  DOUBLED,
  /**
   * As {@link #DOUBLED}, and a backslash takes the meaning from a quote, a separator or a backslash
   * that follows, inside of quotes and outside; before other characters it stands for itself.
   */
  BACKSLASH;

  /**
   * Returns what splits rows by this rule.
   *
   * @param multiline whether quoted fields may run over lines; null decides for each
   * @param fields the number of fields of a row
   */
  FieldSplitter splitter(String separator, @Nullable Boolean multiline, int fields) {
    return new FieldSplitter(separator, this != NONE, this == BACKSLASH, multiline, fields);
  }
}
