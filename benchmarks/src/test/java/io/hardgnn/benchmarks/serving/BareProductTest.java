package io.hardgnn.benchmarks.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The bare product")
class BareProductTest {

  @ParameterizedTest(name = "of {0} users")
  @ValueSource(ints = {1, 32, 70})
  @DisplayName("finds the items of the largest inner products")
  void top(int count) {
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
    try (BareProduct product = new BareProduct(table, dim)) {
      int[][] best = product.top(users, 10);
      for (int user = 0; user < count; user++) {
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
