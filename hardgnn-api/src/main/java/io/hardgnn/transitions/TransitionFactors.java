package io.hardgnn.transitions;

import io.hardgnn.data.ItemSequences;
import io.hardgnn.internal.parallel.Runs;

/**
 * Factors that each count is multiplied by, one per row and one per column: of the sums of all
 * counts, before a row is cut to its strongest entries.
 *
 * @param rows {@code [items]}
 * @param columns {@code [items]}
 */
@SuppressWarnings("ArrayRecordComponent") // package-private and never compared
record TransitionFactors(double[] rows, double[] columns) {

  static TransitionFactors of(
      TransitionCounter settings,
      StepWeights weights,
      ItemSequences sequences,
      ItemPositions index,
      int threads) {
    double[] rows = new double[sequences.itemCount()];
    double[] columns = new double[rows.length];
    Runs.forEach(
        rows.length,
        TransitionCounter.RUN,
        threads,
        () ->
            item -> {
              double after = 0;
              double before = 0;
              for (int place = index.start(item); place < index.end(item); place++) {
                int position = index.position(place);
                int user = index.user(place);
                int following = sequences.end(user) - 1 - position;
                for (int k = 1; k <= Math.min(weights.forward().length, following); k++) {
                  if (settings.repeats() || sequences.item(position + k) != item) {
                    after += weights.forward()[k - 1];
                  }
                }
                int preceding = position - sequences.start(user);
                for (int k = 1; k <= Math.min(weights.forward().length, preceding); k++) {
                  if (settings.repeats() || sequences.item(position - k) != item) {
                    before += weights.forward()[k - 1];
                  }
                }
              }
              rows[item] = settings.rowFactor(after, before);
              columns[item] = settings.columnFactor(after, before);
            });
    return new TransitionFactors(rows, columns);
  }
}
