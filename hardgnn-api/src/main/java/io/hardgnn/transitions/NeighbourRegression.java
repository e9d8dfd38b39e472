package io.hardgnn.transitions;

import io.hardgnn.data.ItemSequences;
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
 * <p>{@code G} counts how often two items go together, with each item's interactions on its
 * diagonal, {@code N} are the {@value #NEIGHBOURS} items {@code i} of the greatest
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
   * @param counter counts what goes together; its exponents are taken as 0 and its
   *     {@code backwardWeight} as 1, and the neighbours it keeps are those of the result
   * @param ridge what is added to the diagonal, above 0
   * @param sequences of which users
   */
  public static ItemTransitions of(
      TransitionCounter counter, double ridge, ItemSequences sequences) {
    int items = sequences.itemCount();
    int kept = (int) Math.min(items, Math.max(NEIGHBOURS, MOST_ENTRIES / Math.max(1, items)));
    ItemTransitions together =
        counter
            .backwardWeight(1)
            .outExponent(0)
            .inExponent(0)
            .neighbours(Math.max(1, kept))
            .count(sequences);
    NeighbourRegression regression = new NeighbourRegression(together, sequences.counts(), ridge);
    int[][] neighbours = new int[items][];
    float[][] weights = new float[items][];
    Runs.forEach(
        items,
        TransitionCounter.RUN,
        Runtime.getRuntime().availableProcessors(),
        () -> {
          RidgeSystem system = new RidgeSystem(NEIGHBOURS, ridge);
          return item -> regression.solve(item, system, neighbours, weights);
        });
    return transposed(neighbours, weights).strongest(counter.neighbours());
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

  /** Returns a matrix of which the columns are given. */
  private static ItemTransitions transposed(int[][] rows, float[][] weights) {
    int[] sizes = new int[rows.length];
    for (int[] column : rows) {
      for (int row : column) {
        sizes[row]++;
      }
    }
    int[][] items = new int[rows.length][];
    float[][] values = new float[rows.length][];
    for (int row = 0; row < rows.length; row++) {
      items[row] = new int[sizes[row]];
      values[row] = new float[sizes[row]];
    }
    Arrays.fill(sizes, 0);
    for (int column = 0; column < rows.length; column++) {
      for (int n = 0; n < rows[column].length; n++) {
        int row = rows[column][n];
        items[row][sizes[row]] = column;
        values[row][sizes[row]++] = weights[column][n];
      }
    }
    return new ItemTransitions(items, values);
  }
}
