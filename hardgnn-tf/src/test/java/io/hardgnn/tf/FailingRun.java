package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.data.Sequences;
import io.hardgnn.engine.EpochReport;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.TestModel;
import io.hardgnn.engine.TrainingJob;
import io.hardgnn.engine.TrainingListener;
import io.hardgnn.evaluation.ScoringFunction;
import io.hardgnn.negatives.CandidateSampler;
import io.hardgnn.negatives.UniformSampler;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;

/** A run in which one of the application's own parts throws. */
final class FailingRun implements TrainingListener {

  /** Where a run calls the application. */
  enum Place {
    SAMPLER_IS_MADE,
    SAMPLER_DRAWS,
    TIME_BUDGET,
    START,
    STEP,
    STOP_WHEN,
    VALIDATION,
    EPOCH,
    END
  }

  private final Place failing;

  FailingRun(Place failing) {
    this.failing = failing;
  }

  /** Trains, and fails unless the run ends with what the part threw, or with that as the cause. */
  void assertFails(TestModel model) {
    ModelDefinition definition = TrainingTestBase.definition(model).candidateSampler(this::sampler);
    TrainingJob job =
        new TrainingJob(
            definition,
            model.training(),
            TrainingTestBase.DATA.training(),
            this::validate,
            this,
            null,
            false,
            0,
            Duration.ofHours(1),
            this::stop,
            Map.of());
    assertThatThrownBy(() -> TrainingTestBase.ENGINE.train(job))
        .as("%s", failing)
        .hasStackTraceContaining("boom at " + failing);
  }

  private void at(Place place) {
    if (place == failing) {
      throw new IllegalStateException("boom at " + place);
    }
  }

  private CandidateSampler sampler(Sequences training) {
    at(Place.SAMPLER_IS_MADE);
    return new Sampler(new UniformSampler(training));
  }

  private Map<String, Double> validate(ScoringFunction scorer) {
    at(Place.VALIDATION);
    return TrainingTestBase.onValidation().evaluate(scorer);
  }

  private boolean stop() {
    at(Place.STOP_WHEN);
    return false;
  }

  @Override
  public void onTimeBudget(Duration budget) {
    at(Place.TIME_BUDGET);
  }

  @Override
  public void onStart(int epochs, int stepsPerEpoch, int firstEpoch) {
    at(Place.START);
  }

  @Override
  public void onStep(int epoch, int step, double loss) {
    at(Place.STEP);
  }

  @Override
  public void onEpoch(EpochReport report) {
    at(Place.EPOCH);
  }

  @Override
  public void onEnd(int bestEpoch) {
    at(Place.END);
  }

  /** Draws on the thread that builds batches. */
  private final class Sampler implements CandidateSampler {
    private final CandidateSampler uniform;

    Sampler(CandidateSampler uniform) {
      this.uniform = uniform;
    }

    @Override
    public void drawForUser(SplittableRandom random, int user, int[] into, int from, int to) {
      uniform.drawForUser(random, user, into, from, to);
    }

    @Override
    public int[] drawShared(SplittableRandom random, int count) {
      at(Place.SAMPLER_DRAWS);
      return uniform.drawShared(random, count);
    }

    @Override
    public boolean hasNegatives(int user) {
      return uniform.hasNegatives(user);
    }
  }
}
