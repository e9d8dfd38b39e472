package io.hardgnn.encoder.gru4rec;

import static io.hardgnn.plain.Plain.add;
import static io.hardgnn.plain.Plain.columns;
import static io.hardgnn.plain.Plain.dot;
import static io.hardgnn.plain.Plain.map;
import static io.hardgnn.plain.Plain.multiply;
import static io.hardgnn.plain.Plain.through;

import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.plain.Plain;
import io.hardgnn.plain.PlainStep;
import io.hardgnn.seed.Seed;
import io.hardgnn.step.StepInputs;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("GRU4Rec, in plain arithmetic,")
class Gru4RecTest {

  private static final int DIM = 4;

  private static HardGNNConfig small(int layers, int length) {
    return Presets.Models.gru4Rec()
        .encoder(new Gru4Rec().embeddingDim(DIM).historyLength(length).layers(layers).dropout(0));
  }

  @ParameterizedTest(name = "{0} layers, histories of {1}")
  @CsvSource({"1, 1", "1, 3", "1, 9", "2, 4", "3, 9"})
  @DisplayName("embeds positions by the equations of its paper, step by step")
  void forward(int layers, int length, @Seed long seed) {
    PlainStep step = new PlainStep(small(layers, length), seed);
    step.assertUserVectors(queries(step, layers));
  }

  @Test
  @DisplayName("has the cross-entropy of each position's next item among all items")
  void loss(@Seed long seed) {
    PlainStep step = new PlainStep(small(1, 5), seed);
    double[][] queries = queries(step, 1);
    double[][] items = step.matrix("item_embedding");
    double[] bias = step.vector("item_bias");
    int[] targets = step.indices(StepInputs.TARGETS);
    double sum = 0;
    for (int query = 0; query < queries.length; query++) {
      double[] vector = queries[query];
      double[] chances =
          Plain.softmax(
              IntStream.range(0, items.length)
                  .mapToDouble(item -> dot(vector, items[item]) + bias[item])
                  .toArray());
      sum -= Math.log(chances[step.item(targets[query])]);
    }
    step.assertTerm("softmax", sum / queries.length);
  }

  private static double[][] queries(PlainStep step, int layers) {
    return step.queries(history -> embed(step, history, layers));
  }

  private static double[][] embed(PlainStep step, int[] history, int layers) {
    double[][] items = step.matrix("item_embedding");
    double[][] x = Arrays.stream(history).mapToObj(item -> items[item]).toArray(double[][]::new);
    for (int layer = 0; layer < layers; layer++) {
      String name = "recurrence." + layer;
      double[] state = new double[DIM];
      for (int p = 0; p < x.length; p++) {
        double[] reset = map(given(step, name, x[p], state, 0), Plain::sigmoid);
        double[] update = map(given(step, name, x[p], state, 1), Plain::sigmoid);
        double[] candidate = map(given(step, name, x[p], multiply(reset, state), 2), Math::tanh);
        double[] keep = map(update, value -> 1 - value);
        state = add(multiply(keep, state), multiply(update, candidate));
        x[p] = state;
      }
    }
    return x;
  }

  /** {@code x W + h U + b} of a gate; the gates are reset, update, candidate. */
  private static double[] given(PlainStep step, String name, double[] x, double[] h, int gate) {
    int from = gate * DIM;
    int to = from + DIM;
    double[] ofInput = through(x, columns(step.matrix(name + ".input.kernel"), from, to));
    double[] ofState = through(h, columns(step.matrix(name + ".recurrent.kernel"), from, to));
    double[] bias = Arrays.copyOfRange(step.vector(name + ".input.bias"), from, to);
    return add(add(ofInput, ofState), bias);
  }
}
