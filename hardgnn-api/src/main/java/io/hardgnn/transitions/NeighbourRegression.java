package io.hardgnn.transitions;

import io.hardgnn.data.ItemSequences;
import io.hardgnn.internal.checks.Ranges;
import io.hardgnn.internal.parallel.Runs;
import java.util.Arrays;

/**
 * What each item of a sequence says of another beside what the items with both of them say: the
 * weights of a ridge regression of an item's occurrence on those of its neighbours,
 *
 * <pre>
 * B[N, j] = (G[N, N] + ridge I)⁻¹ G[N, j]
 * </pre>
 *
 * <p>{@code G[i][j]} counts the parts of sequences in which both {@code i} and {@code j} are, on the
 * diagonal those with {@code i}; {@code N} are the {@value #NEIGHBOURS} items {@code i} of the greatest
 * {@code G[i][j] / (G[i][i] + ridge)}. Counts alone give {@code j} the same evidence again for each
 * of several items that always come together; the regression shares it among them. Negative weights
 * are left out.
 *
 * <p>Regression on all items is EASE (Steck, <i>Embarrassingly Shallow Autoencoders for Sparse
 * Data</i>, WWW 2019), on neighbours that were chosen before it SLIM with feature selection (Ning
 * and Karypis, <i>SLIM: Sparse Linear Methods for Top-N Recommender Systems</i>, ICDM 2011). Time
 * grows with the items and the cube of the neighbours, not with the square of the items. The result
 * is the same, bit for bit, whatever the number of threads.
 */
public final class NeighbourRegression {

  /** Most items that an item is regressed on. */
  public static final int NEIGHBOURS = 100;

  /** Entries of {@code G} that are kept where there are many items: 8 bytes each. */
  private static final long MOST_ENTRIES = 1L << 25;

  private final ItemTransitions together;
  private final int[] counts;
  private final double ridge;

  private NeighbourRegression(ItemTransitions together, int[] counts, double ridge) {
    this.together = together;
    this.counts = counts;
    this.ridge = ridge;
  }

  /**
   * Regresses each item, on one thread per processor.
   *
   * @param steps greatest distance of two items of a part: sequences are cut into parts of one item
   *     more, the newest first, in which an item counts once
   * @param ridge what is added to the diagonal, above 0
   * @param neighbours most items that an item of the result leads to, the strongest
   * @param sequences of which users
   * @throws IllegalArgumentException if one of the numbers is out of its range
   */
  public static ItemTransitions of(
      int steps, double ridge, int neighbours, ItemSequences sequences) {
    Ranges.atLeastOne("steps", steps);
    Ranges.positive("ridge", ridge);
    Ranges.atLeastOne("neighbours", neighbours);
    ItemSequences parts = parts(sequences, steps);
    int items = sequences.itemCount();
    int kept = (int) Math.min(items, Math.max(NEIGHBOURS, MOST_ENTRIES / Math.max(1, items)));
    ItemTransitions together =
        new TransitionCounter(steps, 1, 1, false, 0, 0, 0, Math.max(1, kept)).count(parts);
    NeighbourRegression regression = new NeighbourRegression(together, parts.counts(), ridge);
    int[][] regressedOn = new int[items][];
    float[][] weights = new float[items][];
    Runs.forEach(
        items,
        TransitionCounter.RUN,
        Runtime.getRuntime().availableProcessors(),
        () -> {
          RidgeSystem system = new RidgeSystem(NEIGHBOURS, ridge);
          return item -> regression.solve(item, system, regressedOn, weights);
        });
    return ItemTransitions.ofColumns(regressedOn, weights).strongest(neighbours);
  }

  /** Cuts sequences into parts of distinct items, so that {@code G} is a Gram matrix. */
  private static ItemSequences parts(ItemSequences sequences, int steps) {
    int[] items = new int[sequences.size()];
    int[] offsets = new int[sequences.size() + 1];
    int[] lastPart = new int[sequences.itemCount()]; // in which an item was seen, from 1 on
    int size = 0;
    int parts = 0;
    for (int user = 0; user < sequences.userCount(); user++) {
      int end = sequences.end(user);
      while (end > sequences.start(user)) {
        int start = (int) Math.max(sequences.start(user), end - 1L - steps);
        for (int position = start; position < end; position++) {
          int item = sequences.item(position);
          if (lastPart[item] != parts + 1) {
            lastPart[item] = parts + 1;
            items[size++] = item;
          }
        }
        offsets[++parts] = size;
        end = start;
      }
    }
    return new ItemSequences(
        Arrays.copyOf(offsets, parts + 1), Arrays.copyOf(items, size), sequences.itemCount());
  }

  /** Regresses an item, and stores the neighbours of a positive weight and these. */
  private void solve(int item, RidgeSystem system, int[][] neighbours, float[][] weights) {
    float[] shares = new float[together.size(item)];
    for (int n = 0; n < shares.length; n++) {
      shares[n] = (float) (together.weight(item, n) / (counts[together.item(item, n)] + ridge));
    }
    int[] places = Strongest.places(shares, NEIGHBOURS);
    int[] among = Arrays.stream(places).map(place -> together.item(item, place)).toArray();
    system.size(among.length);
    for (int row = 0; row < among.length; row++) {
      for (int column = 0; column < row; column++) {
        system.set(row, column, together(among[row], among[column]));
      }
      system.set(row, row, counts[among[row]]);
      system.setRight(row, together.weight(item, places[row]));
    }
    double[] solution = system.solve();
    int size = 0;
    float[] positive = new float[among.length];
    for (int n = 0; n < among.length; n++) {
      if ((float) solution[n] > 0) {
        among[size] = among[n];
        positive[size++] = (float) solution[n];
      }
    }
    neighbours[item] = Arrays.copyOf(among, size);
    weights[item] = Arrays.copyOf(positive, size);
  }

  /** Of two items that go together seldom, one may have forgotten the other. */
  private float together(int item, int other) {
    float count = together.between(item, other);
    return count > 0 ? count : together.between(other, item);
  }
}
