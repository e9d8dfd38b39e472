package io.hardgnn.engine;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.data.TrainingData;
import io.hardgnn.data.prepare.TestData;
import io.hardgnn.encoder.Encoder;
import io.hardgnn.encoder.EncoderConfig;
import io.hardgnn.encoder.Gives;
import io.hardgnn.encoder.layers.FoldingInEncoder;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.loss.Objective;
import io.hardgnn.loss.SampledSoftmax;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.step.Targets;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A model's definition")
class ModelDefinitionTest {

  @Test
  @DisplayName("refuses tables that an array cannot hold, and names the setting and the counts")
  void largeTables() {
    TestModel model = TestModel.residual();
    model.dim = 4096;
    assertThatThrownBy(() -> model.definition(TestData.training(600_000, new int[] {1, 2})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("embeddingDim (encoder.embeddingDim) is 4096")
        .hasMessageContaining("600000 items")
        .hasMessageContaining("use 3579 or less");
    model.dim = 3579;
    assertThatCode(() -> model.definition(TestData.training(600_000, new int[] {1, 2})))
        .doesNotThrowAnyException();
  }

  @Test
  @DisplayName("has room for a bias beside each embedding, and names what was set all the same")
  void largeTablesWithBias() {
    float[] items = new float[524_288];
    assertThatThrownBy(() -> biased(4095, items))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("embeddingDim (encoder.embeddingDim) is 4095")
        .hasMessageContaining("use 4094 or less");
    assertThatCode(() -> biased(4094, items)).doesNotThrowAnyException();
  }

  private static ModelDefinition biased(int dim, float[] items) {
    return ModelDefinition.of(
        new ResidualGraph().embeddingDim(dim),
        new Scoring.DotWithBias(),
        new Objective(new Targets.EveryPosition(), new SampledSoftmax()),
        1,
        items);
  }

  /** Folds unknown users in, but does not say that it knows them by zeros. */
  private record Forgetful() implements EncoderConfig {
    @Override
    public String kind() {
      return "forgetful";
    }

    @Override
    public int embeddingDim() {
      return 4;
    }

    @Override
    public EncoderConfig embeddingDim(int embeddingDim) {
      return this;
    }

    @Override
    public int historyLength() {
      return 5;
    }

    @Override
    public Set<Gives> gives() {
      return Set.of(Gives.USERS);
    }

    @Override
    public Encoder encoder(int userCount, int itemCount) {
      FoldingInEncoder encoder =
          (ops, graphs, nodes) -> {
            throw new UnsupportedOperationException();
          };
      return encoder;
    }
  }

  @Test
  @DisplayName("refuses an encoder that would never fold a user in")
  void neverFoldsIn() {
    Objective objective = new Objective(new Targets.EveryInteraction(), new SampledSoftmax());
    assertThatThrownBy(
            () ->
                ModelDefinition.of(
                    new Forgetful(), new Scoring.Dot(), objective, 3, new float[] {0, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'forgetful' folds unknown users in")
        .hasMessageContaining("return UnknownUser.ZERO");
  }

  @Test
  @DisplayName("counts users only where it embeds them")
  void manyUsers() {
    TrainingData data = TestData.training(5, new int[600_000][0]);
    TestModel withUsers = TestModel.selfGnn();
    withUsers.dim = 4096;
    assertThatThrownBy(() -> withUsers.definition(data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("600000 users");
    TestModel without = TestModel.residual();
    without.dim = 4096;
    assertThatCode(() -> without.definition(data)).doesNotThrowAnyException();
  }
}
