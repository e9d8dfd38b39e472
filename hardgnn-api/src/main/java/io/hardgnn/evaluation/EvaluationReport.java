package io.hardgnn.evaluation;

import io.hardgnn.error.Excerpt;
import io.hardgnn.io.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Results of several recommenders side by side, as a table or as JSON.
 *
 * <p>Immutable and thread-safe.
 */
public final class EvaluationReport {

  private final Map<String, EvaluationResult> rows;

  private EvaluationReport(Map<String, EvaluationResult> rows) {
    this.rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
  }

  /** Returns an empty builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns recommender to result, in the order added; unmodifiable. */
  public Map<String, EvaluationResult> rows() {
    return rows;
  }

  /** Returns {@code {recommender: {full: {HR@10: …}, sampled: {…}}}}, ready for JSON. */
  public Map<String, Map<String, Map<String, Double>>> asMap() {
    Map<String, Map<String, Map<String, Double>>> map = new LinkedHashMap<>();
    rows.forEach((name, result) -> map.put(name, result.asMap()));
    return map;
  }

  /**
   * Returns {@link #asMap()} as indented JSON; lines, the last one too, end with {@code \n} on
   * every platform.
   */
  public String toJson() {
    return Json.text(asMap());
  }

  /**
   * Returns one aligned table per protocol, with a line for each recommender and a column for each
   * metric; lines end with {@code \n}.
   */
  public String toTable() {
    Set<Protocol> protocols = new LinkedHashSet<>();
    rows.values().forEach(result -> protocols.addAll(result.protocols()));
    StringBuilder table = new StringBuilder();
    for (Protocol protocol : protocols) {
      if (table.length() > 0) {
        table.append('\n');
      }
      appendTable(protocol, table);
    }
    if (rows.values().stream().anyMatch(EvaluationResult::hasBeyondAccuracy)) {
      table.append('\n');
      appendBeyondAccuracy(table);
    }
    return table.toString();
  }

  private void appendBeyondAccuracy(StringBuilder table) {
    Set<String> figures = new LinkedHashSet<>();
    List<List<String>> lines = new ArrayList<>();
    rows.forEach(
        (name, result) -> {
          if (result.hasBeyondAccuracy()) {
            figures.addAll(result.beyondAccuracy().asMap().keySet());
          }
        });
    List<String> header = new ArrayList<>(figures);
    header.add(0, "beyond accuracy");
    lines.add(header);
    rows.forEach(
        (name, result) -> {
          if (result.hasBeyondAccuracy()) {
            Map<String, Double> values = result.beyondAccuracy().asMap();
            List<String> line = new ArrayList<>();
            line.add(name);
            figures.forEach(figure -> line.add(cell(values.get(figure))));
            lines.add(line);
          }
        });
    appendAligned(lines, table);
  }

  private void appendTable(Protocol protocol, StringBuilder table) {
    List<List<String>> lines = new ArrayList<>();
    List<String> header = new ArrayList<>();
    header.add(protocol.title());
    Set<String> metrics = metricsUnder(protocol);
    header.addAll(metrics);
    header.add("users");
    lines.add(header);
    rows.forEach(
        (name, result) -> {
          if (result.protocols().contains(protocol)) {
            Metrics means = result.metrics(protocol);
            List<String> line = new ArrayList<>();
            line.add(name);
            metrics.forEach(metric -> line.add(cell(means.asMap().get(metric))));
            line.add(Integer.toString(means.users()));
            lines.add(line);
          }
        });
    appendAligned(lines, table);
  }

  private static void appendAligned(List<List<String>> lines, StringBuilder table) {
    for (List<String> line : lines) {
      for (int column = 0; column < line.size(); column++) {
        int c = column;
        int width = lines.stream().mapToInt(other -> length(other.get(c))).max().orElse(0);
        String padding = " ".repeat(width - length(line.get(column)));
        table.append(column == 0 ? line.get(0) + padding : "  " + padding + line.get(column));
      }
      table.append('\n');
    }
  }

  /** Returns the names of the metrics of any row, in their order. */
  private Set<String> metricsUnder(Protocol protocol) {
    Set<String> names = new LinkedHashSet<>();
    for (EvaluationResult result : rows.values()) {
      if (result.protocols().contains(protocol)) {
        names.addAll(result.metrics(protocol).asMap().keySet());
      }
    }
    return names;
  }

  private static String cell(@Nullable Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, "%.4f", value);
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Returns {@link #toTable()}. */
  @Override
  public String toString() {
    return toTable();
  }

  /** Collects the rows of an {@link EvaluationReport}. Not thread-safe. */
  public static final class Builder {

    private final Map<String, EvaluationResult> rows = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Adds a recommender's result.
     *
     * @param name what the table and the JSON call it
     * @return this builder
     * @throws IllegalArgumentException if the name was added before
     */
    public Builder add(String name, EvaluationResult result) {
      if (rows.putIfAbsent(name, result) != null) {
        throw new IllegalArgumentException(
            "the report already has a row '" + Excerpt.of(name) + "'");
      }
      return this;
    }

    /** Returns the report. */
    public EvaluationReport build() {
      return new EvaluationReport(rows);
    }
  }
}
