package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.Uninterruptibles;
import io.hardgnn.engine.EpochReport;
import io.hardgnn.engine.TestModel;
import io.hardgnn.engine.TrainedParameters;
import io.hardgnn.engine.TrainingJob;
import io.hardgnn.engine.TrainingListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A limit of time for training")
class TimeBudgetTest extends TrainingTestBase {

  private static TrainingJob job(TestModel model, @Nullable Duration budget) {
    return job(model, budget, TrainingListener.NONE);
  }

  private static TrainingJob job(
      TestModel model, @Nullable Duration budget, TrainingListener listener) {
    return job(model, budget, listener, null);
  }

  private static TrainingJob job(
      TestModel model,
      @Nullable Duration budget,
      TrainingListener listener,
      @Nullable Path checkpoint) {
    return new TrainingJob(
        definition(model),
        model.training(),
        DATA.training(),
        onValidation(),
        listener,
        checkpoint,
        checkpoint != null,
        0,
        budget);
  }

  @Test
  @DisplayName("that is over at once leaves one step, which is evaluated though it was not due")
  void oneStep() {
    TestModel model = TestModel.light();
    model.epochs = 5;
    model.evaluateEvery = 3;
    TrainedParameters trained = ENGINE.train(job(model, Duration.ofNanos(1)));
    assertThat(trained.history()).extracting(EpochReport::steps).containsExactly(1);
    assertThat(trained.bestEpoch()).isEqualTo(1);
    assertThat(trained.history().get(0).validation()).isNotEmpty();
  }

  @Test
  @DisplayName("tells listeners of the evaluation with which it ends the run")
  void lastEvaluationIsTold() {
    TestModel model = TestModel.light();
    model.epochs = 5;
    model.evaluateEvery = 3;
    List<EpochReport> told = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onEpoch(EpochReport report) {
            told.add(report);
          }
        };
    TrainedParameters trained = ENGINE.train(job(model, Duration.ofNanos(1), listener));
    assertThat(told).isEqualTo(trained.history());
    assertThat(told.get(0).best()).isTrue();
  }

  @Test
  @DisplayName("ends an epoch that takes much longer than those before it, and keeps the best")
  void slowEpoch() {
    TestModel model = TestModel.light();
    model.epochs = 5;
    AtomicInteger steps = new AtomicInteger();
    TrainingListener slow =
        new TrainingListener() {
          @Override
          public void onStep(int epoch, int step, double loss) {
            if (epoch == 2) {
              steps.incrementAndGet();
              Uninterruptibles.sleepUninterruptibly(Duration.ofSeconds(6));
            }
          }
        };
    TrainedParameters trained = ENGINE.train(job(model, Duration.ofSeconds(5), slow));
    assertThat(trained.history()).hasSize(1);
    assertThat(trained.bestEpoch()).isEqualTo(1);
    assertThat(steps.get()).as("steps of the slow epoch").isLessThanOrEqualTo(1);
  }

  @Test
  @DisplayName("begins no epoch that would not end in time, in a run that goes on either")
  void resumed(@TempDir Path folder) {
    TestModel model = TestModel.light();
    model.epochs = 1;
    Path checkpoint = folder.resolve("checkpoint");
    ENGINE.train(job(model, null, TrainingListener.NONE, checkpoint));
    model.epochs = 5;
    Duration over = Duration.ofNanos(1);
    TrainedParameters trained = ENGINE.train(job(model, over, TrainingListener.NONE, checkpoint));
    assertThat(trained.history()).hasSize(1);
    assertThat(trained.bestEpoch()).isEqualTo(1);
  }

  @Test
  @DisplayName("that is long changes nothing")
  void longEnough() {
    TestModel model = TestModel.light();
    model.epochs = 2;
    assertThat(bits(ENGINE.train(job(model, Duration.ofHours(1)))))
        .isEqualTo(bits(ENGINE.train(job(model, null))));
  }
}
