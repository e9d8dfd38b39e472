package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.engine.EpochReport;
import io.hardgnn.engine.TestModel;
import io.hardgnn.engine.TrainedParameters;
import io.hardgnn.engine.TrainingException;
import io.hardgnn.engine.TrainingJob;
import io.hardgnn.engine.TrainingListener;
import io.hardgnn.engine.Validation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A run that is stopped from outside")
class StoppingTest extends TrainingTestBase {

  private static final int STEPS = 7; // of an epoch of 200 users in batches of 32

  /** Counts steps, and stops after some of them. */
  private static class Steps implements TrainingListener, BooleanSupplier {
    private final int last;
    private final AtomicInteger done = new AtomicInteger();

    Steps(int last) {
      this.last = last;
    }

    @Override
    public void onStep(int epoch, int step, double loss) {
      done.incrementAndGet();
    }

    @Override
    public boolean getAsBoolean() {
      return done.get() >= last;
    }
  }

  private static TrainingJob job(
      TestModel model, @Nullable Validation validation, Steps steps, @Nullable Path checkpoint) {
    return new TrainingJob(
        definition(model),
        model.training(),
        DATA.training(),
        validation,
        steps,
        checkpoint,
        true,
        0,
        null,
        steps,
        Map.of());
  }

  /** Returns the model whose layers do not matter to how a run stops. */
  private static TestModel model(int epochs) {
    return model(TestModel.light(), epochs);
  }

  private static TestModel model(TestModel model, int epochs) {
    model.epochs = epochs;
    model.batchSize = 32;
    return model;
  }

  @Test
  @Tag("thorough") // two more runs
  @DisplayName(
      "ends at the step, with the best epoch so far, whose bits are those of a shorter run")
  void bestSoFar() {
    Steps steps = new Steps(2 * STEPS + 3);
    TrainedParameters stopped = ENGINE.train(job(model(9), onValidation(), steps, null));
    assertThat(steps.done.get()).isEqualTo(2 * STEPS + 3);
    assertThat(stopped.history()).hasSize(2);
    assertThat(bits(stopped))
        .isEqualTo(bits(ENGINE.train(job(model(2), onValidation(), new Steps(99), null))));
  }

  @Test
  @DisplayName("in its first epoch gives what was learned till then, evaluated")
  void firstEpoch() {
    TrainedParameters stopped = ENGINE.train(job(model(9), onValidation(), new Steps(3), null));
    assertThat(stopped.history()).extracting(EpochReport::steps).containsExactly(3);
    assertThat(stopped.history().get(0).validation()).isNotEmpty();
    assertThat(stopped.bestEpoch()).isEqualTo(1);
  }

  @Test
  @DisplayName("at the end of an epoch that was not evaluated has it evaluated")
  void endOfEpoch() {
    TestModel model = model(9);
    model.evaluateEvery = 5;
    TrainedParameters stopped = ENGINE.train(job(model, onValidation(), new Steps(STEPS), null));
    assertThat(stopped.history()).hasSize(1);
    assertThat(stopped.history().get(0).validation()).isNotEmpty();
  }

  @Test
  @DisplayName("goes on later with the bits of a run that was not stopped, also without validation")
  void resumes(@TempDir Path folder) {
    resumes(TestModel::light, folder, STEPS + 3);
  }

  @Test
  @Tag("thorough") // seven runs, of which each prepares its graph
  @DisplayName(
      "goes on with these bits with graph, attention and hard negatives, wherever it stopped")
  void resumesAnywhere(@TempDir Path folder) {
    resumes(TestModel::residual, folder, 3, STEPS + 3, 2 * STEPS);
  }

  @Test
  @DisplayName("or has fewer epochs is not evaluated more often for it, once it goes on")
  void onlyThisRunsEnd(@TempDir Path folder) {
    TestModel whole = model(4);
    whole.evaluateEvery = 2;
    Map<String, Object> expected =
        bits(ENGINE.train(job(whole, onValidation(), new Steps(99), null)));
    TestModel shorter = model(3);
    shorter.evaluateEvery = 2;
    Path prolonged = folder.resolve("prolonged");
    TrainedParameters three = ENGINE.train(job(shorter, onValidation(), new Steps(99), prolonged));
    assertThat(three.history().get(2).validation()).as("its last epoch").isNotEmpty();
    assertThat(bits(ENGINE.train(job(whole, onValidation(), new Steps(99), prolonged))))
        .isEqualTo(expected);
    Path stopped = folder.resolve("stopped");
    ENGINE.train(job(whole, onValidation(), new Steps(STEPS), stopped));
    assertThat(bits(ENGINE.train(job(whole, onValidation(), new Steps(99), stopped))))
        .isEqualTo(expected);
  }

  @Test
  @DisplayName("or has no epoch left tells listeners of the evaluation that was still to be done")
  void evaluatedAtLast(@TempDir Path folder) {
    TestModel model = model(4);
    model.evaluateEvery = 2;
    ENGINE.train(job(model, onValidation(), new Steps(3 * STEPS), folder));
    TestModel shorter = model(3);
    shorter.evaluateEvery = 2;
    List<EpochReport> told = new ArrayList<>();
    Steps steps =
        new Steps(99) {
          @Override
          public void onEpoch(EpochReport report) {
            told.add(report);
          }
        };
    TrainedParameters resumed = ENGINE.train(job(shorter, onValidation(), steps, folder));
    assertThat(resumed.history().get(2).validation()).isNotEmpty();
    assertThat(told).containsExactly(resumed.history().get(2));
  }

  private static void resumes(Supplier<TestModel> models, Path folder, int... steps) {
    TestModel model = model(models.get(), 3);
    TrainedParameters whole = ENGINE.train(job(model, null, new Steps(99), null));
    for (int step : steps) {
      Path checkpoint = folder.resolve("after-" + step);
      ENGINE.train(job(model, null, new Steps(step), checkpoint));
      TrainedParameters resumed = ENGINE.train(job(model, null, new Steps(99), checkpoint));
      assertThat(bits(resumed)).as("stopped after step %d", step).isEqualTo(bits(whole));
    }
  }

  @ParameterizedTest(name = "in step {0} of 7, the run''s last")
  @ValueSource(ints = {2, STEPS})
  @DisplayName("by an interrupt ends after the step, though batches lie ready")
  void interrupted(int last, @TempDir Path folder) {
    Steps steps =
        new Steps(99) {
          @Override
          public void onStep(int epoch, int step, double loss) {
            super.onStep(epoch, step, loss);
            if (step == last) {
              Thread.currentThread().interrupt();
            }
          }
        };
    assertThatThrownBy(
            () -> ENGINE.train(job(model(1), onValidation(), steps, folder.resolve("run"))))
        .isInstanceOf(TrainingException.class)
        .hasMessage("training was interrupted");
    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    assertThat(steps.done.get()).isEqualTo(last);
  }

  @Test
  @DisplayName("by an interrupt during an evaluation ends there, and goes on later with these bits")
  void interruptedInEvaluation(@TempDir Path folder) {
    Path run = folder.resolve("run");
    Validation validation = onValidation();
    Validation interrupting =
        model -> {
          Thread.currentThread().interrupt();
          return validation.evaluate(model);
        };
    TestModel two = model(2);
    assertThatThrownBy(() -> ENGINE.train(job(two, interrupting, new Steps(99), run)))
        .isInstanceOf(TrainingException.class)
        .hasMessage("training was interrupted");
    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    assertThat(bits(ENGINE.train(job(two, validation, new Steps(99), run))))
        .isEqualTo(bits(ENGINE.train(job(two, validation, new Steps(99), null))));
  }
}
