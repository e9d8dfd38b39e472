package io.hardgnn.encoder.sasrec;

import static io.hardgnn.plain.Plain.add;
import static io.hardgnn.plain.Plain.columns;
import static io.hardgnn.plain.Plain.dot;
import static io.hardgnn.plain.Plain.map;
import static io.hardgnn.plain.Plain.softplus;
import static io.hardgnn.plain.Plain.through;
import static io.hardgnn.plain.Plain.times;
import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.plain.Plain;
import io.hardgnn.plain.PlainStep;
import io.hardgnn.seed.Seed;
import io.hardgnn.step.StepInputs;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("SASRec, in plain arithmetic,")
class SasRecTest {

  private static final int DIM = 6;
  private static final int LENGTH = 4;

  private static HardGNNConfig small(HardGNNConfig preset, int blocks, int heads) {
    return preset.encoder(
        new SasRec()
            .embeddingDim(DIM)
            .historyLength(LENGTH)
            .blocks(blocks)
            .heads(heads)
            .dropout(0));
  }

  @ParameterizedTest(name = "{0} blocks of {1} heads")
  @CsvSource({"0, 1", "1, 1", "2, 1", "2, 3"})
  @DisplayName("embeds positions by the equations of its paper")
  void forward(int blocks, int heads, @Seed long seed) {
    PlainStep step = new PlainStep(small(Presets.Models.sasRec(), blocks, heads), seed);
    step.assertUserVectors(queries(step, blocks, heads));
    assertThat(step.parameterNames()).noneMatch(name -> name.contains("attention.qkv.bias"));
  }

  @ParameterizedTest(name = "{0} blocks of {1} heads")
  @CsvSource({"2, 1"})
  @DisplayName("has a binary cross-entropy of each position's next item and one negative")
  void loss(int blocks, int heads, @Seed long seed) {
    PlainStep step = new PlainStep(small(Presets.Models.sasRec(), blocks, heads), seed);
    double[][] queries = queries(step, blocks, heads);
    double[][] items = step.matrix("item_embedding");
    int[] targets = step.indices(StepInputs.TARGETS);
    int[] ofPairs = step.indices(StepInputs.PAIR_QUERIES);
    int[] negatives = step.indices(StepInputs.PAIR_NEGATIVES);
    assertThat(ofPairs).isEqualTo(IntStream.range(0, queries.length).toArray());
    double sum = 0;
    for (int query = 0; query < queries.length; query++) {
      sum += softplus(-dot(queries[query], items[step.item(targets[query])]));
      sum += softplus(dot(queries[query], items[step.item(negatives[query])]));
    }
    step.assertTerm("bce", sum / queries.length);
  }

  private static double[][] queries(PlainStep step, int blocks, int heads) {
    double[][][] embedded =
        Arrays.stream(step.histories())
            .map(history -> embed(step, history, blocks, heads))
            .toArray(double[][][]::new);
    int[] sequences = step.indices(StepInputs.TARGET_SEQUENCES);
    int[] places = step.places();
    return IntStream.range(0, places.length)
        .mapToObj(query -> embedded[sequences[query]][places[query]])
        .toArray(double[][]::new);
  }

  /** Equations 1 to 5, and a layer normalisation at the end. */
  private static double[][] embed(PlainStep step, int[] history, int blocks, int heads) {
    double[][] items = step.matrix("item_embedding");
    double[][] positions = step.matrix("position_embedding");
    double[][] x = new double[history.length][];
    Arrays.setAll(
        x,
        p -> add(times(items[history[p]], Math.sqrt(DIM)), positions[LENGTH - history.length + p]));
    for (int block = 0; block < blocks; block++) {
      String name = "sequence." + block;
      double[][] attended =
          attend(norm(step, name + ".attention_norm", x), step, name + ".attention", heads);
      for (int p = 0; p < x.length; p++) {
        x[p] = add(x[p], attended[p]);
      }
      double[][] normed = norm(step, name + ".feed_forward_norm", x);
      for (int p = 0; p < x.length; p++) {
        double[] hidden =
            map(
                add(
                    through(normed[p], step.matrix(name + ".feed_forward.0.kernel")),
                    step.vector(name + ".feed_forward.0.bias")),
                value -> Math.max(value, 0));
        double[] output =
            add(
                through(hidden, step.matrix(name + ".feed_forward.1.kernel")),
                step.vector(name + ".feed_forward.1.bias"));
        x[p] = add(x[p], output);
      }
    }
    return norm(step, "sequence.norm", x);
  }

  private static double[][] norm(PlainStep step, String name, double[][] x) {
    return Arrays.stream(x)
        .map(
            row ->
                Plain.layerNorm(
                    row, step.vector(name + ".gain"), step.vector(name + ".bias"), 1e-8))
        .toArray(double[][]::new);
  }

  private static double[][] attend(double[][] x, PlainStep step, String name, int heads) {
    double[][] kernel = step.matrix(name + ".qkv.kernel");
    double[][] joined = new double[x.length][DIM];
    int width = DIM / heads;
    for (int from = 0; from < DIM; from += width) {
      double[][] query = columns(kernel, from, from + width);
      double[][] key = columns(kernel, DIM + from, DIM + from + width);
      double[][] value = columns(kernel, 2 * DIM + from, 2 * DIM + from + width);
      for (int p = 0; p < x.length; p++) {
        double[] q = through(x[p], query);
        double[] weights =
            Plain.softmax(
                IntStream.rangeClosed(0, p) // nothing to its right
                    .mapToDouble(k -> dot(q, through(x[k], key)) / Math.sqrt(width))
                    .toArray());
        for (int k = 0; k <= p; k++) {
          double[] v = through(x[k], value);
          for (int i = 0; i < width; i++) {
            joined[p][from + i] += weights[k] * v[i];
          }
        }
      }
    }
    return joined;
  }
}
