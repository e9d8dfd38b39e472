package io.hardgnn.encoder.sasrec;

import static io.hardgnn.plain.Plain.dot;
import static io.hardgnn.plain.Plain.softplus;
import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.encoder.layers.PositionEncoding;
import io.hardgnn.plain.PlainStep;
import io.hardgnn.plain.PlainTransformer;
import io.hardgnn.seed.Seed;
import io.hardgnn.step.StepInputs;
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
    return new PlainTransformer(
            DIM,
            LENGTH,
            PositionEncoding.LEARNED,
            blocks,
            heads,
            false,
            value -> Math.max(value, 0),
            false,
            1e-8)
        .queries(step);
  }
}
