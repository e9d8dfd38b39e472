package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.engine.Scorer;
import io.hardgnn.engine.TestModel;
import io.hardgnn.engine.TrainedParameters;
import io.hardgnn.engine.TrainingException;
import io.hardgnn.engine.TrainingJob;
import io.hardgnn.engine.TrainingListener;
import io.hardgnn.ops.HostTensor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A run that starts from given parameters")
class WarmStartTest extends TrainingTestBase {

  private static final TrainedParameters TRAINED = ENGINE.train(job(model(25)));

  private static TestModel model(int epochs) {
    TestModel model = TestModel.light();
    model.epochs = epochs;
    model.batchSize = 100; // two steps an epoch, of which a cold run learns little
    return model;
  }

  private static TrainingJob job(
      TestModel model, Map<String, HostTensor> start, @Nullable Path checkpoint) {
    return new TrainingJob(
        definition(model),
        model.training(),
        DATA.training(),
        null,
        TrainingListener.NONE,
        checkpoint,
        true,
        0,
        null,
        () -> false,
        start);
  }

  private static double ndcg(TestModel model, TrainedParameters trained) {
    try (Scorer scorer = ENGINE.scorer(definition(model), trained)) {
      return testNdcg(scorer);
    }
  }

  @Test
  @DisplayName("is at once as good as the model that they come from, and better than a cold one")
  void asGood() {
    TestModel one = model(1);
    double cold = ndcg(one, ENGINE.train(job(one)));
    double trained = ndcg(one, TRAINED);
    assertThat(trained).isGreaterThan(cold + 0.05);
    one.learningRate =
        1e-3; // the optimiser begins anew, and a great rate would shake what is there
    double warm = ndcg(one, ENGINE.train(job(one, TRAINED.parameters(), null)));
    assertThat(warm).isGreaterThan(trained - 0.02);
  }

  @Test
  @DisplayName("has these parameters before its first step")
  void before() {
    TestModel still = model(1);
    still.learningRate = 1e-30;
    TrainedParameters trained = ENGINE.train(job(still, TRAINED.parameters(), null));
    TRAINED
        .parameters()
        .forEach(
            (name, value) ->
                assertThat(trained.parameters().get(name).floats())
                    .as(name)
                    .isEqualTo(value.floats()));
    assertThat(ndcg(still, trained)).isEqualTo(ndcg(still, TRAINED));
  }

  @Test
  @DisplayName("starts the others as a run without any does")
  void some() {
    TestModel still = model(1);
    still.learningRate = 1e-30;
    Map<String, HostTensor> items =
        Map.of("item_embedding", TRAINED.parameters().get("item_embedding"));
    Map<String, HostTensor> start = ENGINE.train(job(still, items, null)).parameters();
    Map<String, HostTensor> cold = ENGINE.train(job(still)).parameters();
    assertThat(start.get("item_embedding").floats())
        .isEqualTo(items.get("item_embedding").floats())
        .isNotEqualTo(cold.get("item_embedding").floats());
    assertThat(start.keySet()).hasSizeGreaterThan(1).isEqualTo(cold.keySet());
    start.forEach(
        (name, value) -> {
          if (!name.equals("item_embedding")) {
            assertThat(value.floats())
                .as(name)
                .containsExactly(
                    cold.get(name).floats(), within(1e-20f)); // of steps that are nothing
          }
        });
  }

  @Test
  @Tag("thorough") // three trainings
  @DisplayName("goes on from its checkpoint, and is refused with other parameters or with none")
  void resumes(@TempDir Path folder) {
    Path checkpoint = folder.resolve("checkpoint");
    Map<String, HostTensor> start = TRAINED.parameters();
    TrainedParameters whole = ENGINE.train(job(model(2), start, null));
    ENGINE.train(job(model(1), start, checkpoint));
    assertThat(bits(ENGINE.train(job(model(2), start, checkpoint)))).isEqualTo(bits(whole));
    Map<String, HostTensor> other = new HashMap<>(start);
    HostTensor items = start.get("item_embedding");
    float[] changed = items.floats().clone();
    changed[3] += 1e-3f;
    other.put("item_embedding", HostTensor.of(changed, items.dims()));
    assertThatThrownBy(() -> ENGINE.train(job(model(2), other, checkpoint)))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("from another model");
    assertThatThrownBy(() -> ENGINE.train(job(model(2), Map.of(), checkpoint)))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("from another model");
  }
}
