package io.hardgnn.benchmarks.harness;

import io.hardgnn.io.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of figures with named columns, printed as Markdown tables. Not thread-safe. */
public final class Report {

  private final List<Map<String, Object>> rows = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<String, Object> details = new LinkedHashMap<>();
  private @Nullable String failure;

  /**
   * Appends a row of names and values in turn, null for one that there is not; a row with other
   * names than the one before begins a table.
   */
  public Report row(@Nullable Object... namesAndValues) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      row.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    rows.add(row);
    Benchmark.progress("%s", row);
    return this;
  }

  /** Appends text that follows the tables. */
  public Report note(String text) {
    notes.add(text);
    return this;
  }

  /** Adds what only the JSON shows. */
  public Report detail(String name, Object value) {
    details.put(name, value);
    return this;
  }

  /** Says what was found that must not be: the program reports all the same, and then fails. */
  public Report failed(String message) {
    failure = message;
    return this;
  }

  /** Returns what was found that must not be, or null. */
  public @Nullable String failure() {
    return failure;
  }

  /** Returns the text that follows the table. */
  public List<String> notes() {
    return notes;
  }

  /** Returns the rows. */
  public List<Map<String, Object>> rows() {
    return rows;
  }

  /** Returns the tables, then the notes. */
  public String toTable() {
    StringBuilder text = new StringBuilder();
    for (int first = 0, end; first < rows.size(); first = end) {
      List<String> names = List.copyOf(rows.get(first).keySet());
      end = first + 1;
      while (end < rows.size() && List.copyOf(rows.get(end).keySet()).equals(names)) {
        end++;
      }
      if (first > 0) {
        text.append('\n');
      }
      table(text, names, rows.subList(first, end));
    }
    notes.forEach(note -> text.append('\n').append(note.stripTrailing()).append('\n'));
    return text.toString();
  }

  private static void table(
      StringBuilder text, List<String> names, List<Map<String, Object>> rows) {
    int[] widths = new int[names.size()];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = names.get(column).length();
      for (Map<String, Object> row : rows) {
        widths[column] = Math.max(widths[column], cell(row.get(names.get(column))).length());
      }
    }
    line(text, names, widths);
    line(text, java.util.Arrays.stream(widths).mapToObj("-"::repeat).toList(), widths);
    for (Map<String, Object> row : rows) {
      line(text, names.stream().map(name -> cell(row.get(name))).toList(), widths);
    }
  }

  private static void line(StringBuilder text, List<String> cells, int[] widths) {
    for (int column = 0; column < widths.length; column++) {
      text.append("| ").append(cells.get(column));
      text.append(" ".repeat(widths[column] - cells.get(column).length() + 1));
    }
    text.append("|\n");
  }

  private static String cell(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Double number) {
      double size = Math.abs(number);
      String format = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.4f";
      return String.format(Locale.ROOT, format, number);
    }
    return value.toString();
  }

  /** Writes the rows with the program, its options, the machine and the commit. */
  void write(Path file, String program, String options) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("program", program);
    all.put("options", options);
    all.put("machine", Machine.describe());
    all.put("rows", rows);
    all.put("notes", notes);
    if (failure != null) {
      all.put("failed", failure);
    }
    all.putAll(details);
    Json.write(file, all);
  }
}
