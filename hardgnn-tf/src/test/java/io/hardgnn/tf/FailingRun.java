package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.hardgnn.data.Sequences;
import io.hardgnn.encoder.BipartiteGraph;
import io.hardgnn.encoder.Encoder;
import io.hardgnn.encoder.EncoderConfig;
import io.hardgnn.encoder.Gives;
import io.hardgnn.encoder.GraphPlan;
import io.hardgnn.encoder.NodeEmbeddings;
import io.hardgnn.encoder.Nodes;
import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.encoder.SequenceEmbeddings;
import io.hardgnn.engine.EpochReport;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.TestModel;
import io.hardgnn.engine.TrainingJob;
import io.hardgnn.engine.TrainingListener;
import io.hardgnn.engine.Validation;
import io.hardgnn.evaluation.ScoringFunction;
import io.hardgnn.loss.BinaryCrossEntropy;
import io.hardgnn.loss.Loss;
import io.hardgnn.negatives.CandidateSampler;
import io.hardgnn.negatives.UniformSampler;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.step.ForwardPass;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A run in which one of the application's own parts throws. */
final class FailingRun implements TrainingListener {

  /** Where a run calls the application. */
  enum Place {
    SAMPLER_IS_MADE,
    SAMPLER_DRAWS,
    SAMPLER_DRAWS_FOR_USER,
    SAMPLER_KNOWS_USERS,
    SAMPLER_EXPECTS,
    ENCODER_PLANS,
    ENCODER_EMBEDS_NODES,
    ENCODER_EMBEDS_SEQUENCES,
    ENCODER_EMBEDS_HISTORIES,
    ENCODER_COMBINES,
    LOSS,
    TIME_BUDGET,
    START,
    STEP,
    STOP_WHEN,
    VALIDATION,
    VALIDATION_FINGERPRINT,
    EPOCH,
    END
  }

  private final Place failing;
  private final Path folder;

  /**
   * Creates a run.
   *
   * @param folder for its checkpoint, which only a run that asks for fingerprints has
   */
  FailingRun(Place failing, Path folder) {
    this.failing = failing;
    this.folder = folder;
  }

  /** Trains, and fails unless the run ends with what the part threw, or with that as the cause. */
  void assertFails(TestModel model) {
    TrainingJob job =
        new TrainingJob(
            definition(model),
            model.training(),
            TrainingTestBase.DATA.training(),
            new Validates(),
            this,
            failing == Place.VALIDATION_FINGERPRINT ? folder.resolve("checkpoint") : null,
            false,
            0,
            Duration.ofHours(1),
            this::stop,
            Map.of());
    assertThatThrownBy(() -> TrainingTestBase.ENGINE.train(job))
        .as("%s", failing)
        .hasStackTraceContaining("boom at " + failing);
  }

  /** The model with negatives of each query too, and with an encoder and a loss that may fail. */
  private ModelDefinition definition(TestModel model) {
    return model
        .definition(new OwnEncoder(model.encoder(), this), TrainingTestBase.DATA.training())
        .objective(
            model.objective().plus(0.1, new BinaryCrossEntropy(2)).plus(0.1, new OwnLoss(this)))
        .candidateSampler(this::sampler);
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

  private final class Validates implements Validation {
    @Override
    public Map<String, Double> evaluate(ScoringFunction scorer) {
      at(Place.VALIDATION);
      return TrainingTestBase.onValidation().evaluate(scorer);
    }

    @Override
    public String fingerprint() {
      at(Place.VALIDATION_FINGERPRINT);
      return "";
    }
  }

  /** Draws on the thread that builds batches. */
  private final class Sampler implements CandidateSampler {
    private final CandidateSampler uniform;

    Sampler(CandidateSampler uniform) {
      this.uniform = uniform;
    }

    @Override
    public void drawForUser(SplittableRandom random, int user, int[] into, int from, int to) {
      at(Place.SAMPLER_DRAWS_FOR_USER);
      uniform.drawForUser(random, user, into, from, to);
    }

    @Override
    public int[] drawShared(SplittableRandom random, int count) {
      at(Place.SAMPLER_DRAWS);
      return uniform.drawShared(random, count);
    }

    @Override
    public boolean hasNegatives(int user) {
      at(Place.SAMPLER_KNOWS_USERS);
      return uniform.hasNegatives(user);
    }

    @Override
    public double @Nullable [] expectedCounts(int[] drawn) {
      at(Place.SAMPLER_EXPECTS);
      return uniform.expectedCounts(drawn);
    }
  }

  private record OwnLoss(@JsonIgnore FailingRun run) implements Loss {
    @Override
    public String kind() {
      return "own";
    }

    @Override
    public Expr compute(Ops ops, ForwardPass forward) {
      run.at(Place.LOSS);
      return ops.sumOfSquares(forward.userVectors());
    }
  }

  /** The settings of another encoder, and the encoder that these make. */
  private record OwnEncoder(EncoderConfig inner, @JsonIgnore FailingRun run)
      implements EncoderConfig {
    @Override
    public String kind() {
      return "own";
    }

    @Override
    public int embeddingDim() {
      return inner.embeddingDim();
    }

    @Override
    public EncoderConfig embeddingDim(int embeddingDim) {
      return new OwnEncoder(inner.embeddingDim(embeddingDim), run);
    }

    @Override
    public int historyLength() {
      return inner.historyLength();
    }

    @Override
    public Set<Gives> gives() {
      return inner.gives();
    }

    @Override
    public GraphPlan graph() {
      run.at(Place.ENCODER_PLANS);
      return inner.graph();
    }

    @Override
    public Encoder encoder(int userCount, int itemCount) {
      return new Embeds(inner.encoder(userCount, itemCount), run);
    }
  }

  private record Embeds(Encoder inner, FailingRun run) implements Encoder {
    @Override
    public NodeEmbeddings embedNodes(Ops ops, List<BipartiteGraph> graphs, Nodes nodes) {
      run.at(Place.ENCODER_EMBEDS_NODES);
      return inner.embedNodes(ops, graphs, nodes);
    }

    @Override
    public SequenceEmbeddings embedSequences(Ops ops, Expr itemTable, SequenceBatch sequences) {
      run.at(Place.ENCODER_EMBEDS_SEQUENCES);
      return inner.embedSequences(ops, itemTable, sequences);
    }

    @Override
    public Expr embedHistories(Ops ops, Expr itemTable, SequenceBatch sequences) {
      run.at(Place.ENCODER_EMBEDS_HISTORIES);
      return inner.embedHistories(ops, itemTable, sequences);
    }

    @Override
    public Expr combine(Ops ops, @Nullable Expr users, Expr instance) {
      run.at(Place.ENCODER_COMBINES);
      return inner.combine(ops, users, instance);
    }
  }
}
