package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.data.HeldOut;
import io.hardgnn.engine.Scorer;
import io.hardgnn.engine.TestModel;
import io.hardgnn.engine.TrainedParameters;
import io.hardgnn.engine.TrainingListener;
import io.hardgnn.engine.Validation;
import io.hardgnn.ops.HostTensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A scorer of trained parameters")
class ScorerTest extends TrainingTestBase {

  private static final int[] USERS = IntStream.range(0, 40).toArray();

  /** A model after an epoch, and the scores of some users that its validation saw. */
  private record Trained(TestModel model, TrainedParameters parameters, float[] during) {
    static Trained of(TestModel model) {
      model.epochs = 1;
      float[] during = new float[USERS.length * DATA.training().itemCount()];
      Validation validation =
          scorer -> {
            scorer.score(DATA.validation(), USERS, USERS.length, during);
            return Map.of(Validation.CHOICE, 1.0);
          };
      return new Trained(
          model, ENGINE.train(job(model, validation, TrainingListener.NONE, null, false)), during);
    }

    Scorer scorer() {
      return ENGINE.scorer(definition(model), parameters);
    }
  }

  private static Trained residual;
  private static Trained selfGnn;

  @BeforeAll
  static void train() {
    // A scorer has the layers of its model, and nothing of the losses.
    TestModel one = TestModel.residual();
    one.hardNegatives = 0;
    residual = Trained.of(one);
    TestModel other = TestModel.selfGnn();
    other.hardNegatives = 0;
    other.beta = 0;
    other.l2 = 0;
    selfGnn = Trained.of(other);
  }

  @Test
  @DisplayName("gives a scorer with the scores of the training run, for both encoders")
  void scorer() {
    for (Trained trained : List.of(residual, selfGnn)) {
      float[] during = trained.during();
      Scorer scorer = trained.scorer();
      float[] after = new float[during.length];
      scorer.score(DATA.validation(), USERS, USERS.length, after);
      assertThat(after).containsExactly(during, within(1e-5f));
      assertThat(scorer.itemCount()).isEqualTo(DATA.training().itemCount());
      scorer.close();
      scorer.close();
      assertThatThrownBy(() -> scorer.score(DATA.validation(), USERS, USERS.length, after))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
  }

  @Test
  @DisplayName(
      "gives a scorer for which a user's scores do not depend on the block: lengths, order, empty histories")
  void blocks() {
    int items = DATA.training().itemCount();
    int[][] histories = {{}, {3}, {1, 2, 3, 4, 5}, IntStream.range(0, 30).toArray()};
    HeldOut heldOut = histories(items, histories);
    for (Trained each : List.of(residual, selfGnn)) {
      try (Scorer scorer = each.scorer()) {
        float[] together = new float[4 * items + 7];
        Arrays.fill(together, Float.NaN);
        scorer.score(heldOut, new int[] {2, 0, 3, 1, 99}, 4, together);
        assertThat(Arrays.copyOfRange(together, 4 * items, together.length))
            .containsOnly(Float.NaN);
        int[] order = {2, 0, 3, 1};
        for (int row = 0; row < 4; row++) {
          float[] alone = new float[items];
          scorer.score(heldOut, new int[] {order[row]}, 1, alone);
          assertThat(Arrays.copyOfRange(together, row * items, (row + 1) * items))
              .as("user %d", order[row])
              .containsExactly(alone, within(1e-5f))
              .doesNotContain(Float.NaN);
        }
      }
    }
  }

  private static HeldOut histories(int items, int[][] histories) {
    return new HeldOut() {
      @Override
      public int userCount() {
        return histories.length;
      }

      @Override
      public int itemCount() {
        return items;
      }

      @Override
      public int target(int user) {
        throw new AssertionError("a scorer must not read targets");
      }

      @Override
      public int historyLength(int user) {
        return histories[user].length;
      }

      @Override
      public int historyItem(int user, int position) {
        return histories[user][position];
      }
    };
  }

  @Test
  @DisplayName("gives no scorer of parameters that lack one, which would start at random")
  void incompleteParameters() {
    TrainedParameters trained = residual.parameters();
    Map<String, HostTensor> fewer = new LinkedHashMap<>(trained.parameters());
    fewer.remove("position_embedding");
    TrainedParameters incomplete =
        new TrainedParameters(
            fewer,
            trained.itemTable(),
            trained.userTable(),
            trained.history(),
            trained.bestEpoch());
    assertThatThrownBy(() -> ENGINE.scorer(definition(residual.model()), incomplete))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'position_embedding'");
  }
}
