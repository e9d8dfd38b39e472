package io.hardgnn.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.evaluation.Fixture;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The linear next-item recommender")
class LinearNextItemRecommenderTest {

  private static float[] score(LinearNextItemRecommender model, Fixture data, int user) {
    float[] scores = new float[data.itemCount()];
    Arrays.fill(scores, 99);
    model.score(data, new int[] {user}, 1, scores);
    return scores;
  }

  @Test
  @DisplayName("solves a case that can be solved by hand")
  void byHand() {
    // Positions: {0} then 1, {1, half of 0} then 2. So XᵀX = [[1.25, .5], [.5, 1]], XᵀY = [[1, .5],
    // [0, 1]] for y = 1, 2.
    Fixture data = new Fixture(3, new int[][] {{0, 1, 2}, {0}, {1}}, new int[3]);
    LinearNextItemRecommender model =
        LinearNextItemRecommender.builder().decay(.5).l2(1).train(data);
    double determinant = 2.25 * 2 - .25;
    assertClose(score(model, data, 1), 0, 2 / determinant, (2 * .5 - .5) / determinant);
    assertClose(score(model, data, 2), 0, -.5 / determinant, (2.25 - .25) / determinant);
    // 2 never has a follower; of the history {0, 1, 2} 1 counts half, 0 a quarter
    assertClose(
        score(model, data, 0),
        0,
        (.25 * 2 - .5 * .5) / determinant,
        (.25 * .5 + .5 * 2) / determinant);
    LinearNextItemRecommender newest =
        LinearNextItemRecommender.builder().decay(.5).historyLength(1).l2(1).train(data);
    assertClose(score(newest, data, 0), 0, 0, 0);
    assertClose(score(newest, data, 2), 0, 0, .5);
  }

  private static void assertClose(float[] actual, double... expected) {
    assertThat(actual).hasSize(expected.length);
    for (int item = 0; item < expected.length; item++) {
      assertThat((double) actual[item]).as("item %d", item).isCloseTo(expected[item], within(1e-6));
    }
  }

  // 64 items make one block, 65 and 200 have a last block that is not full
  @ParameterizedTest(name = "{0} items")
  @CsvSource({"1, 5", "7, 3", "64, 100", "65, 20", "200, 4"})
  @DisplayName(
      "agrees with Gaussian elimination in double precision, whatever the number of threads")
  void agreesWithDense(int items, int length) {
    Fixture data = Fixture.random(new Random(items), 80, items);
    double[][] system = new double[items][2 * items];
    for (int[] history : data.histories()) {
      for (int position = 1; position < history.length; position++) {
        double[] x = decayed(history, position, length, items);
        for (int i = 0; i < items; i++) {
          for (int j = 0; j < items; j++) {
            system[i][j] += x[i] * x[j];
          }
          system[i][items + history[position]] += x[i];
        }
      }
    }
    for (int i = 0; i < items; i++) {
      system[i][i] += 3;
    }
    eliminate(system);
    LinearNextItemRecommender.Builder builder =
        LinearNextItemRecommender.builder().historyLength(length).decay(.9).l2(3);
    LinearNextItemRecommender model = builder.threads(1).train(data);
    LinearNextItemRecommender parallel = builder.threads(3).train(data);
    for (int user = 0; user < data.userCount(); user++) {
      int[] history = data.histories()[user];
      double[] x = decayed(history, history.length, length, items);
      float[] scores = score(model, data, user);
      for (int item = 0; item < items; item++) {
        double expected = 0;
        for (int i = 0; i < items; i++) {
          expected += x[i] * system[i][items + item];
        }
        assertThat((double) scores[item]).isCloseTo(expected, within(1e-4));
      }
      assertThat(score(parallel, data, user)).isEqualTo(scores);
    }
  }

  private static double[] decayed(int[] history, int position, int length, int items) {
    double[] x = new double[items];
    for (int age = 0; age < Math.min(position, length); age++) {
      x[history[position - 1 - age]] += Math.pow(.9, age);
    }
    return x;
  }

  /** Turns [A, C] into [I, A⁻¹ C]. */
  private static void eliminate(double[][] rows) {
    for (int pivot = 0; pivot < rows.length; pivot++) {
      double divisor = rows[pivot][pivot];
      for (int column = 0; column < 2 * rows.length; column++) {
        rows[pivot][column] /= divisor;
      }
      for (int row = 0; row < rows.length; row++) {
        double factor = rows[row][pivot];
        if (row != pivot && factor != 0) {
          for (int column = 0; column < 2 * rows.length; column++) {
            rows[row][column] -= factor * rows[pivot][column];
          }
        }
      }
    }
  }

  @Test
  @DisplayName("refuses a catalogue above its limit, and says what it would need")
  void limit() {
    Fixture large = new Fixture(25_000, new int[][] {{0, 1}}, new int[1]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinearNextItemRecommender.train(large))
        .withMessageContaining("25,000 items")
        .withMessageContaining("maxItems, 20,000")
        .withMessageContaining("2.5 GB");
    Fixture small = new Fixture(3, new int[][] {{0, 1}}, new int[1]);
    assertThat(LinearNextItemRecommender.builder().maxItems(3).train(small).itemCount())
        .isEqualTo(3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinearNextItemRecommender.builder().maxItems(2).train(small));
  }

  @Test
  @DisplayName("refuses settings out of their range")
  void ranges() {
    LinearNextItemRecommender.Builder builder = LinearNextItemRecommender.builder();
    assertThatIllegalArgumentException().isThrownBy(() -> builder.historyLength(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.decay(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.decay(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.l2(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.l2(Double.POSITIVE_INFINITY));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.maxItems(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.maxItems(46_341));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.threads(0));
  }

  @Test
  @DisplayName("says which dependency to add where EJML is missing")
  void withoutEjml() throws Exception {
    try (URLClassLoader loader = new URLClassLoader(classPathWithoutEjml(), null)) {
      Class<?> fixture = loader.loadClass(Fixture.class.getName());
      Object data =
          fixture
              .getConstructor(int.class, int[][].class, int[].class)
              .newInstance(2, new int[][] {{0, 1}}, new int[1]);
      Method train =
          loader
              .loadClass(LinearNextItemRecommender.class.getName())
              .getMethod("train", loader.loadClass("io.hardgnn.data.TrainingData"));
      assertThatThrownBy(() -> train.invoke(null, data))
          .isInstanceOf(InvocationTargetException.class)
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("org.ejml:ejml-fdense");
    }
  }

  private static URL[] classPathWithoutEjml() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!new File(entry).getName().startsWith("ejml")) {
        urls.add(new File(entry).toURI().toURL());
      }
    }
    return urls.toArray(new URL[0]);
  }
}
