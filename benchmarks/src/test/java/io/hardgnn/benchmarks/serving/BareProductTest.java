package io.hardgnn.benchmarks.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The bare product")
class BareProductTest {

  @ParameterizedTest(name = "of {0} users, {1} thread(s)")
  @CsvSource({"1, 1", "32, 1", "70, 1", "1, 2", "70, 2"})
  @DisplayName("finds the items of the largest inner products, in blocks and at once")
  void top(int count, int threads) {
    SplittableRandom random = new SplittableRandom(count);
    int dim = 4;
    int items = 300;
    float[] table = new float[items * dim];
    for (int i = 0; i < table.length; i++) {
      table[i] = (float) random.nextDouble(-1, 1);
    }
    float[][] users = new float[count][dim];
    for (float[] user : users) {
      for (int i = 0; i < dim; i++) {
        user[i] = (float) random.nextDouble(-1, 1);
      }
    }
    check(table, users, BareProduct.Form.asServed(threads));
    check(table, users, BareProduct.Form.atOnce(threads));
  }

  private static void check(float[] table, float[][] users, BareProduct.Form form) {
    int dim = users[0].length;
    int items = table.length / dim;
    try (BareProduct product = new BareProduct(table, dim, users.length, form)) {
      int[][] best = product.top(users, 10);
      for (int user = 0; user < users.length; user++) {
        float[] embedding = users[user];
        Comparator<Integer> byScore =
            Comparator.comparingDouble(item -> -score(table, item, embedding));
        assertThat(best[user])
            .containsExactlyInAnyOrder(
                IntStream.range(0, items)
                    .boxed()
                    .sorted(byScore)
                    .limit(10)
                    .mapToInt(Integer::intValue)
                    .toArray());
      }
    }
  }

  private static double score(float[] table, int item, float[] user) {
    double sum = 0;
    for (int i = 0; i < user.length; i++) {
      sum += (double) table[item * user.length + i] * user[i];
    }
    return sum;
  }
}
