package io.hardgnn.data;

import io.hardgnn.data.prepare.DatasetBuilder;
import java.util.List;
import java.util.Locale;

/**
 * What one step of {@link DatasetBuilder} left over.
 *
 * @param name the step and its settings, for example {@code k-core (users >= 5, items >= 5)}
 * @param users users with at least one interaction after the step
 * @param items items with at least one interaction after the step; held-out ones count
 * @param interactions interactions after the step
 * @param dropped interactions (for the first step: lines of the input) that the step removed
 */
public record FilterStep(String name, int users, int items, long interactions, long dropped) {

  /** Returns the steps as a table of plain text, one line a step. */
  public static String toTable(List<FilterStep> steps) {
    int width = steps.stream().mapToInt(step -> step.name().length()).max().orElse(4);
    String format = "%-" + Math.max(4, width) + "s %,12d %,12d %,14d %,14d%n";
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            format.replace(",", "").replace("d", "s"),
            "step",
            "users",
            "items",
            "interactions",
            "dropped"));
    for (FilterStep step : steps) {
      table.append(
          String.format(
              Locale.ROOT,
              format,
              step.name,
              step.users,
              step.items,
              step.interactions,
              step.dropped));
    }
    return table.toString();
  }
}
