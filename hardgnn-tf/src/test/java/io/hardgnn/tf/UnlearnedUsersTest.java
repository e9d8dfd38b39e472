package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.HardGNN;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.encoder.mf.MatrixFactorization;
import io.hardgnn.engine.TrainedParameters;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Users that nothing was learned of")
class UnlearnedUsersTest {

  private static final String STRANGER = "stranger";
  private static final String ONCE = "once";
  private static final int DIM = 16;

  private static Dataset data() {
    InteractionLog.Builder training = InteractionLog.builder();
    for (int user = 0; user < 30; user++) {
      for (int n = 0; n < 6; n++) {
        training.add("u" + user, "i" + (user * 7 + n * n) % 20, n);
      }
    }
    training.add(ONCE, "i1", 0);
    InteractionLog test =
        InteractionLog.builder().add(STRANGER, "i3", 9).add("u1", "i19", 9).build();
    return DatasetBuilder.ofParts(training.build(), test).keepUsersWithoutHistory(true).build();
  }

  private static float[][] users(HardGNNConfig start, Dataset data) {
    HardGNNConfig config =
        HardGNN.builder(start).embeddingDim(DIM).epochs(1).seed(3).build().config();
    TrainedParameters trained = TrainingTestBase.train(config, data);
    assertThat(trained.userTable()).isNotNull();
    float[] table = trained.userTable().floats();
    float[][] rows = new float[data.users().size()][];
    for (int user = 0; user < rows.length; user++) {
      rows[user] = Arrays.copyOfRange(table, user * DIM, (user + 1) * DIM);
    }
    return rows;
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"bprMf", "lightGcn", "ngcf"})
  @DisplayName("have zeros, by which their history is folded in")
  void zeros(String preset) {
    Dataset data = data();
    assertThat(unlearned(users(Presets.byName(preset), data), data)).containsExactly(STRANGER);
  }

  @Test
  @DisplayName("are those of one interaction too, where a next item is learned without a graph")
  void nextItems() {
    Dataset data = data();
    HardGNNConfig nextItem = HardGNNConfig.of(new MatrixFactorization());
    assertThat(unlearned(users(nextItem, data), data)).containsExactlyInAnyOrder(ONCE, STRANGER);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"bprMf", "lightGcn", "ngcf"})
  @DisplayName("have nothing of the numbers that they began with in what is stored")
  void stored(String preset) {
    Dataset data = data();
    HardGNNConfig config =
        HardGNN.builder(Presets.byName(preset)).embeddingDim(DIM).epochs(1).build().config();
    float[] table =
        TrainingTestBase.train(config, data).parameters().get("user_embedding").floats();
    int d = table.length / data.users().size(); // less than of the propagated embeddings, for some
    int stranger = data.users().indexOf(STRANGER);
    assertThat(Arrays.copyOfRange(table, stranger * d, (stranger + 1) * d)).containsOnly(0f);
    assertThat(allZero(Arrays.copyOf(table, d))).isFalse();
  }

  private static List<String> unlearned(float[][] users, Dataset data) {
    return IntStream.range(0, users.length)
        .filter(user -> allZero(users[user]))
        .mapToObj(user -> data.users().id(user))
        .toList();
  }

  @Test
  @DisplayName("have the mean of the others, where a model has no other use for them")
  void mean() {
    Dataset data = data();
    float[][] users = users(Presets.byName("paper"), data);
    int stranger = data.users().indexOf(STRANGER);
    for (int i = 0; i < users[0].length; i++) {
      double sum = 0;
      for (int user = 0; user < users.length; user++) {
        sum += user == stranger ? 0 : users[user][i];
      }
      assertThat((double) users[stranger][i]).isCloseTo(sum / (users.length - 1), within(1e-6));
    }
  }

  private static boolean allZero(float[] row) {
    for (float value : row) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }
}
