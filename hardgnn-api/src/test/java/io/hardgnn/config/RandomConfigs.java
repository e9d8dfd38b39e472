package io.hardgnn.config;

import io.hardgnn.blend.Blend;
import io.hardgnn.blend.TransitionWindow;
import io.hardgnn.data.IntervalScheme;
import io.hardgnn.encoder.EncoderConfig;
import io.hardgnn.encoder.Gives;
import io.hardgnn.encoder.Normalization;
import io.hardgnn.encoder.gru4rec.Gru4Rec;
import io.hardgnn.encoder.layers.AttentionConfig;
import io.hardgnn.encoder.layers.AttentionWeights;
import io.hardgnn.encoder.layers.PositionEncoding;
import io.hardgnn.encoder.lightgcn.LightGcn;
import io.hardgnn.encoder.mf.MatrixFactorization;
import io.hardgnn.encoder.ngcf.Ngcf;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.encoder.sasrec.SasRec;
import io.hardgnn.encoder.selfgnn.GraphConfig;
import io.hardgnn.encoder.selfgnn.IntervalConfig;
import io.hardgnn.encoder.selfgnn.IntervalNorm;
import io.hardgnn.encoder.selfgnn.Readout;
import io.hardgnn.encoder.selfgnn.Recurrence;
import io.hardgnn.encoder.selfgnn.SelfGnn;
import io.hardgnn.encoder.selfgnn.SequenceConfig;
import io.hardgnn.encoder.selfgnn.SequenceMode;
import io.hardgnn.engine.Adam;
import io.hardgnn.engine.Schedule;
import io.hardgnn.engine.Stopping;
import io.hardgnn.engine.TrainingConfig;
import io.hardgnn.loss.BatchL2;
import io.hardgnn.loss.BayesianPersonalizedRanking;
import io.hardgnn.loss.BinaryCrossEntropy;
import io.hardgnn.loss.DebiasedInfoNce;
import io.hardgnn.loss.GeneralizedBinaryCrossEntropy;
import io.hardgnn.loss.HingeLoss;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.L2Regularization;
import io.hardgnn.loss.L2Scope;
import io.hardgnn.loss.Objective;
import io.hardgnn.loss.SampledSoftmax;
import io.hardgnn.loss.SelfAugmented;
import io.hardgnn.negatives.Adaptive;
import io.hardgnn.negatives.Curriculum;
import io.hardgnn.negatives.Dns;
import io.hardgnn.negatives.Hardest;
import io.hardgnn.negatives.Mixed;
import io.hardgnn.negatives.Pool;
import io.hardgnn.negatives.PositiveAware;
import io.hardgnn.negatives.Sampler;
import io.hardgnn.negatives.Uniform;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.step.Targets;
import java.util.List;
import java.util.Random;

/** Settings drawn at random within their ranges and rules, every part among them. */
public final class RandomConfigs {

  /** Kinds of encoders, as {@link #encoder} numbers them. */
  private static final int KINDS = 7;

  private final Random random;

  private RandomConfigs(Random random) {
    this.random = random;
  }

  /** Draws all settings of a model. */
  public static HardGNNConfig draw(Random random) {
    return new RandomConfigs(random).config();
  }

  private HardGNNConfig config() {
    int kind = random.nextInt(KINDS);
    boolean everyPosition = (kind == 0 || kind == 3 || kind == 4) && random.nextBoolean();
    Targets targets =
        everyPosition
            ? new Targets.EveryPosition(flag(), 0.9 * random.nextDouble(), flag())
            : one(new Targets.OnePerUser(small(), small()), new Targets.EveryInteraction());
    Objective objective =
        new Objective(
            targets,
            one(
                new SampledSoftmax(small(), small())
                    .margin(one(real(), Double.POSITIVE_INFINITY))
                    .atK(one(0, small()))
                    .atKTemperature(real()),
                new BinaryCrossEntropy(small()),
                new GeneralizedBinaryCrossEntropy(small(), real(), small()),
                new BayesianPersonalizedRanking(small()),
                new HingeLoss(small())));
    if (kind == 1 && random.nextBoolean()) {
      objective = objective.plus(real(), new SelfAugmented(small(), small(), real()));
    }
    if ((kind < 2 || everyPosition) && random.nextBoolean()) {
      objective = objective.plus(real(), contrast(everyPosition), random.nextInt(3));
    }
    if (encoder(kind).gives().contains(Gives.SEQUENCES) && random.nextBoolean()) {
      objective = objective.plus(real(), new DebiasedInfoNce(small(), real(), real(), real()));
    }
    if (random.nextBoolean()) {
      objective = objective.plus(real(), new L2Regularization(one(L2Scope.values())));
    }
    if (objective.draws().perQuery() > 0 && random.nextBoolean()) {
      objective = objective.plus(real(), new BatchL2());
    }
    return new HardGNNConfig(encoder(kind), scoring(), objective, training(), blend());
  }

  private Blend blend() {
    return new Blend(
        List.of(
            random.nextBoolean()
                ? TransitionWindow.regressed(small(), 1 + real())
                : new TransitionWindow(small(), 0.5, real(), real(), real(), 0)),
        List.of(1.0, 0.5),
        List.of(0.0, real()),
        List.of(0.01),
        List.of(real()),
        small(),
        small());
  }

  private EncoderConfig encoder(int kind) {
    int heads = small();
    int dim = heads * (1 + random.nextInt(512));
    AttentionConfig attention =
        new AttentionConfig(heads, flag(), flag(), one(AttentionWeights.values()));
    int history = 1 + random.nextInt(1024);
    return switch (kind) {
      case 0 ->
          new ResidualGraph(
              dim,
              small(),
              small(),
              history,
              one(PositionEncoding.values()),
              flag(),
              small(),
              attention,
              small(),
              flag(),
              real(),
              real());
      case 1 ->
          new SelfGnn(
              dim,
              new GraphConfig(
                  small(),
                  one(IntervalScheme.values()),
                  small(),
                  one(Normalization.values()),
                  real(),
                  flag(),
                  flag()),
              new IntervalConfig(
                  one(Recurrence.values()), flag(), one(IntervalNorm.values()), real()),
              new SequenceConfig(
                  history,
                  small(),
                  one(SequenceMode.values()),
                  flag(),
                  one(Readout.values()),
                  flag()),
              attention,
              real());
      case 3 -> new SasRec(dim, history, small(), heads, real());
      case 4 -> new Gru4Rec(dim, history, small(), real());
      case 5 -> new LightGcn(dim, small(), history);
      case 6 -> new Ngcf(dim, heads - 1, history, real());
      default -> new MatrixFactorization(dim, history);
    };
  }

  private Scoring scoring() {
    return one(
        new Scoring.Dot(flag()),
        new Scoring.DotWithBias(flag()),
        new Scoring.Cosine(real(), flag()));
  }

  private InfoNce contrast(boolean everyPosition) {
    Pool batch = new Pool.Batch(8 + random.nextInt(90));
    Pool pool =
        everyPosition ? batch : one(batch, new Pool.Catalogue(), new Pool.Proposed(small()));
    Sampler sampler = sampler();
    while (pool instanceof Pool.Proposed && sampler.needs().contains(Sampler.Need.RANDOM_ORDER)) {
      sampler = sampler();
    }
    return new InfoNce(
        Math.max(2, small()), real(), sampler, pool); // a single negative is no mixture
  }

  private Sampler sampler() {
    Hardest.By by = one(Hardest.By.values());
    return one(
        new Hardest(by),
        new Uniform(),
        new Dns(small(), 8 + small(), by),
        new PositiveAware(new Hardest(by), one(real(), Double.POSITIVE_INFINITY), by),
        new Adaptive(real(), real(), -real(), by),
        new Mixed(new PositiveAware(), real()),
        new Curriculum(new Dns(small(), 0), real(), real(), small()));
  }

  private TrainingConfig training() {
    return new TrainingConfig(
        small(),
        small(),
        small(),
        small(),
        new Adam(real(), real(), real(), real(), real()),
        real(),
        new Schedule(small(), real(), small()),
        new Stopping(small(), small(), small()),
        random.nextLong());
  }

  /** Every range of whole numbers holds 1 to 8. */
  private int small() {
    return 1 + random.nextInt(8);
  }

  /** Every range of real numbers holds what lies between 0 and 1. */
  private double real() {
    return Math.max(Double.MIN_NORMAL, random.nextDouble());
  }

  private boolean flag() {
    return random.nextBoolean();
  }

  @SafeVarargs
  private <T> T one(T... values) {
    return values[random.nextInt(values.length)];
  }
}
