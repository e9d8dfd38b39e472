package io.hardgnn.transitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.data.ItemSequences;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A regression of items on their neighbours")
class NeighbourRegressionTest {

  private static final int ALL = Integer.MAX_VALUE;

  /** Of whole sequences. */
  private static ItemTransitions regressed(double ridge, ItemSequences sequences) {
    return NeighbourRegression.of(1000, ridge, ALL, sequences);
  }

  /** Users who take each item at most once, popular items more often. */
  private static ItemSequences sequences(int users, int items, int length, Random random) {
    int[] offsets = new int[users + 1];
    List<Integer> all = new ArrayList<>();
    for (int user = 0; user < users; user++) {
      double[] keys =
          IntStream.range(0, items)
              .mapToDouble(item -> Math.log(random.nextDouble()) * (item + 1))
              .toArray();
      List<Integer> order = new ArrayList<>(IntStream.range(0, items).boxed().toList());
      order.sort(Comparator.comparingDouble(item -> -keys[item]));
      int here = 1 + random.nextInt(length);
      all.addAll(order.subList(0, here));
      offsets[user + 1] = all.size();
    }
    return new ItemSequences(offsets, all.stream().mapToInt(Integer::intValue).toArray(), items);
  }

  /** {@code [items][items]} how often two items are of one user, plainly. */
  private static double[][] together(ItemSequences sequences) {
    double[][] counts = new double[sequences.itemCount()][sequences.itemCount()];
    for (int user = 0; user < sequences.userCount(); user++) {
      for (int a : sequences.itemsOf(user)) {
        for (int b : sequences.itemsOf(user)) {
          counts[a][b]++;
        }
      }
    }
    return counts;
  }

  /** Solves by elimination, in doubles. */
  private static double[] solved(double[][] matrix, double[] right) {
    int n = right.length;
    double[][] a = Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
    double[] x = right.clone();
    for (int pivot = 0; pivot < n; pivot++) {
      for (int row = 0; row < n; row++) {
        if (row != pivot) {
          double factor = a[row][pivot] / a[pivot][pivot];
          for (int column = pivot; column < n; column++) {
            a[row][column] -= factor * a[pivot][column];
          }
          x[row] -= factor * x[pivot];
        }
      }
    }
    for (int row = 0; row < n; row++) {
      x[row] /= a[row][row];
    }
    return x;
  }

  /** Returns the regression of an item on others, plainly. */
  private static double[] weights(double[][] together, int item, List<Integer> on, double ridge) {
    double[][] matrix = new double[on.size()][on.size()];
    double[] right = new double[on.size()];
    for (int row = 0; row < on.size(); row++) {
      for (int column = 0; column < on.size(); column++) {
        matrix[row][column] = together[on.get(row)][on.get(column)] + (row == column ? ridge : 0);
      }
      right[row] = together[on.get(row)][item];
    }
    return solved(matrix, right);
  }

  @Test
  @DisplayName("is EASE where all other items are neighbours, without its negative weights")
  void regressesOnAll() {
    ItemSequences sequences = sequences(300, 25, 8, new Random(1));
    double[][] together = together(sequences);
    for (double ridge : new double[] {1, 20}) {
      ItemTransitions regressed = regressed(ridge, sequences);
      int negative = 0;
      for (int item = 0; item < 25; item++) {
        int column = item;
        List<Integer> on =
            IntStream.range(0, 25)
                .filter(other -> together[other][column] > 0 && other != column)
                .boxed()
                .toList();
        double[] expected = weights(together, item, on, ridge);
        for (int n = 0; n < on.size(); n++) {
          negative += expected[n] < 0 ? 1 : 0;
          assertThat(regressed.between(on.get(n), item))
              .isCloseTo((float) Math.max(0, expected[n]), within(1e-5f));
        }
        assertThat(regressed.between(item, item)).isZero();
      }
      assertThat(negative).isPositive();
    }
  }

  @Test
  @DisplayName("is on the neighbours that say most, where there are more")
  void regressesOnNeighbours() {
    ItemSequences sequences = sequences(900, 160, 40, new Random(2));
    double[][] together = together(sequences);
    double ridge = 10;
    ItemTransitions regressed = regressed(ridge, sequences);
    for (int item : new int[] {0, 3, 20}) {
      List<Integer> on =
          new ArrayList<>(IntStream.range(0, 160).filter(other -> other != item).boxed().toList());
      on.sort(
          Comparator.comparingDouble(
              other -> -(float) (together[other][item] / (together[other][other] + ridge))));
      assertThat(together[on.get(NeighbourRegression.NEIGHBOURS)][item]).isPositive();
      List<Integer> strongest = on.subList(0, NeighbourRegression.NEIGHBOURS);
      double[] expected = weights(together, item, strongest, ridge);
      for (int n = 0; n < strongest.size(); n++) {
        assertThat(regressed.between(strongest.get(n), item))
            .isCloseTo((float) Math.max(0, expected[n]), within(1e-5f));
      }
      assertThat(regressed.between(on.get(NeighbourRegression.NEIGHBOURS), item)).isZero();
    }
  }

  @Test
  @DisplayName("shares the evidence of items that always come together")
  void shares() {
    int[] offsets = new int[201];
    int[] items = new int[600];
    for (int user = 0; user < 200; user++) {
      offsets[user + 1] = 3 * (user + 1); // 0 and 1 and then 2, or 3, 4 and 5
      for (int n = 0; n < 3; n++) {
        items[3 * user + n] = user % 2 == 0 ? n : 3 + n;
      }
    }
    ItemSequences sequences = new ItemSequences(offsets, items, 6);
    ItemTransitions regressed = regressed(1, sequences);
    // Both say it all, so each says half of it: (100 + 1) x + 100 x = 100.
    assertThat(regressed.between(0, 2)).isCloseTo(100 / 201f, within(1e-6f));
    assertThat(regressed.between(1, 2)).isEqualTo(regressed.between(0, 2));
  }

  @Test
  @DisplayName("keeps the strongest of what an item leads to, and stands data without neighbours")
  void keepsStrongest() {
    ItemSequences sequences = sequences(300, 25, 8, new Random(3));
    ItemTransitions all = regressed(5, sequences);
    assertThat(NeighbourRegression.of(1000, 5, 3, sequences)).isEqualTo(all.strongest(3));
    ItemSequences alone = new ItemSequences(new int[] {0, 1, 2}, new int[] {0, 1}, 3);
    assertThat(regressed(5, alone).size()).isZero();
    ItemSequences none = new ItemSequences(new int[] {0}, new int[0], 0);
    assertThat(regressed(5, none).size()).isZero();
  }

  @Test
  @DisplayName(
      "counts an item of a part once, and cuts long sequences into parts, the newest first")
  void parts() {
    ItemSequences repeats =
        new ItemSequences(new int[] {0, 5, 8}, new int[] {0, 1, 0, 1, 2, 1, 1, 2}, 3);
    ItemSequences once = new ItemSequences(new int[] {0, 3, 5}, new int[] {0, 1, 2, 1, 2}, 3);
    assertThat(regressed(2, repeats)).isEqualTo(regressed(2, once));
    ItemSequences one = new ItemSequences(new int[] {0, 5}, new int[] {0, 1, 2, 3, 4}, 5);
    ItemSequences cut = new ItemSequences(new int[] {0, 2, 5}, new int[] {0, 1, 2, 3, 4}, 5);
    assertThat(NeighbourRegression.of(2, 3, ALL, one)).isEqualTo(regressed(3, cut));
  }

  @Test
  @DisplayName("stays finite where repeats and long sequences are many")
  void finite() {
    Random random = new Random(4);
    int[] items = random.ints(20_000, 0, 60).toArray();
    ItemSequences sequences = new ItemSequences(new int[] {0, 9_000, 20_000}, items, 60);
    ItemTransitions counted = NeighbourRegression.of(100, 1e-3, ALL, sequences);
    assertThat(counted.size()).isPositive();
    for (int from = 0; from < 60; from++) {
      for (float weight : counted.weights(from)) {
        assertThat(weight).isBetween(0f, 10f);
      }
    }
  }

  @Test
  @DisplayName("is refused numbers that are out of their ranges")
  void refused() {
    ItemSequences one = new ItemSequences(new int[] {0, 2}, new int[] {0, 1}, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NeighbourRegression.of(-1, 3, ALL, one))
        .withMessageContaining("steps must be at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NeighbourRegression.of(2, Double.NaN, ALL, one))
        .withMessageContaining("ridge must be greater than 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NeighbourRegression.of(2, 3, 0, one))
        .withMessageContaining("neighbours must be at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RecencyWeights(-1, 0.5))
        .withMessageContaining("count must be at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RecencyWeights(3, 2))
        .withMessageContaining("decay");
  }

  @Test
  @DisplayName("leaves the rows before it alone where a pivot is too small")
  void standsWhatIsNoGram() {
    RidgeSystem system = new RidgeSystem(2, 0.5);
    system.size(2);
    system.set(0, 0, 1);
    system.set(1, 0, 3); // no Gram matrix: 3 * 3 > 1 * 1
    system.set(1, 1, 1);
    system.setRight(0, 3);
    system.setRight(1, 6);
    assertThat(Arrays.copyOf(system.solve(), 2))
        .containsExactly(new double[] {2, 4}, within(1e-12));
  }
}
