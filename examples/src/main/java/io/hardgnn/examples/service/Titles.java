package io.hardgnn.examples.service;

import io.hardgnn.data.DataException;
import io.hardgnn.data.Vocabulary;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The titles of items, as far as a file has them, and the search for ids and titles. */
final class Titles {

  /** What some editors put before the text of a file. */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final Map<String, String> byId;

  private Titles(Map<String, String> byId) {
    this.byId = Map.copyOf(byId);
  }

  /** Returns titles of nothing. */
  static Titles none() {
    return new Titles(Map.of());
  }

  /**
   * Reads lines of an id, a tab and a title.
   *
   * @throws DataException if a line has no tab, or the file is not in UTF-8
   */
  static Titles read(Path file) throws IOException {
    Map<String, String> byId = new HashMap<>();
    List<String> lines = lines(file);
    if (!lines.isEmpty() && lines.get(0).startsWith(BYTE_ORDER_MARK)) {
      lines.set(0, lines.get(0).substring(1));
    }
    for (int line = 0; line < lines.size(); line++) {
      int tab = lines.get(line).indexOf('\t');
      if (tab < 1) {
        throw new DataException(file + ":" + (line + 1) + ": expected an id, a tab and a title");
      }
      byId.put(lines.get(line).substring(0, tab), lines.get(line).substring(tab + 1).strip());
    }
    return new Titles(byId);
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file);
    } catch (CharacterCodingException e) { // whose message names no file
      throw new DataException(file + ": expected text in UTF-8", e);
    }
  }

  /** Returns an item's title, or its id if it has none. */
  String of(String item) {
    return byId.getOrDefault(item, item);
  }

  /**
   * Returns the first ids that a text is found in, upper and lower case being the same; an id that
   * is the text comes first.
   */
  List<String> search(Vocabulary ids, String text, int most) {
    String wanted = text.toLowerCase(Locale.ROOT);
    List<String> found = new ArrayList<>();
    if (ids.contains(text)) {
      found.add(text);
    }
    for (String id : ids.ids()) {
      if (found.size() >= most) {
        break;
      }
      if (!id.equals(text) && (isIn(id, wanted) || isIn(byId.get(id), wanted))) {
        found.add(id);
      }
    }
    return found;
  }

  private static boolean isIn(@Nullable String idOrTitle, String wanted) {
    return idOrTitle != null && idOrTitle.toLowerCase(Locale.ROOT).contains(wanted);
  }
}
