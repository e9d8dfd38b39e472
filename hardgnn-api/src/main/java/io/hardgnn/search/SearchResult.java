package io.hardgnn.search;

import com.google.common.collect.ImmutableList;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.io.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What a search found.
 *
 * @param trials all trainings, the best on validation first, however long they went on; of equally
 *     good ones the one for more epochs first, and failed ones last
 * @param best the settings of the best, with their number of epochs
 */
public record SearchResult(List<Trial> trials, HardGNNConfig best) {

  /** Keeps a copy. */
  public SearchResult {
    trials = ImmutableList.copyOf(trials);
  }

  /** Returns a Markdown table, a training a line, the best first. */
  public String toTable() {
    List<String> names = List.copyOf(trials.get(0).settings().keySet());
    StringBuilder table = new StringBuilder("| trial | ");
    names.forEach(name -> table.append(name).append(" | "));
    table.append("epochs | best epoch | NDCG@10 on validation | minutes |\n|");
    table.append("---|".repeat(names.size() + 5)).append('\n');
    for (Trial trial : trials) {
      List<String> cells = new ArrayList<>();
      cells.add(String.valueOf(trial.number()));
      names.forEach(name -> cells.add(text(Objects.requireNonNull(trial.settings().get(name)))));
      cells.add(String.valueOf(trial.epochs()));
      cells.add(String.valueOf(trial.bestEpoch()));
      cells.add(
          trial.failure().isEmpty()
              ? String.format(Locale.ROOT, "%.4f", trial.validation())
              : "failed");
      cells.add(String.format(Locale.ROOT, "%.1f", trial.minutes()));
      table.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
    return table.toString();
  }

  private static String text(Object value) {
    return value instanceof Double number
        ? String.format(Locale.ROOT, "%.4g", number)
        : value instanceof String || value instanceof Number || value instanceof Boolean
            ? value.toString()
            : Json.line(value).replace("|", "\\|");
  }

  /** Returns {@link #toTable()}. */
  @Override
  public String toString() {
    return toTable();
  }
}
