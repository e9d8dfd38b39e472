package io.hardgnn.engine;

import io.hardgnn.batch.BatchSource;
import io.hardgnn.data.IntervalScheme;
import io.hardgnn.data.TrainingData;
import io.hardgnn.encoder.EncoderConfig;
import io.hardgnn.encoder.Normalization;
import io.hardgnn.encoder.layers.AttentionConfig;
import io.hardgnn.encoder.layers.AttentionWeights;
import io.hardgnn.encoder.layers.PositionEncoding;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.encoder.selfgnn.GraphConfig;
import io.hardgnn.encoder.selfgnn.IntervalConfig;
import io.hardgnn.encoder.selfgnn.IntervalNorm;
import io.hardgnn.encoder.selfgnn.Readout;
import io.hardgnn.encoder.selfgnn.Recurrence;
import io.hardgnn.encoder.selfgnn.SelfGnn;
import io.hardgnn.encoder.selfgnn.SequenceConfig;
import io.hardgnn.encoder.selfgnn.SequenceMode;
import io.hardgnn.loss.BinaryCrossEntropy;
import io.hardgnn.loss.HingeLoss;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.L2Regularization;
import io.hardgnn.loss.L2Scope;
import io.hardgnn.loss.Objective;
import io.hardgnn.loss.SampledSoftmax;
import io.hardgnn.loss.SelfAugmented;
import io.hardgnn.negatives.Hardest;
import io.hardgnn.negatives.Pool;
import io.hardgnn.negatives.WholePool;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.step.Targets;

/**
 * Small models for tests: three starting points whose settings a test changes before it takes what
 * it needs.
 */
@SuppressWarnings("checkstyle:VisibilityModifier") // a bag of settings
public final class TestModel {

  public EncoderKind encoder = EncoderKind.RESIDUAL_GRAPH;
  public int dim = 16;
  public int intervals = 2;
  public IntervalScheme intervalScheme = IntervalScheme.EQUAL_WIDTH;
  public int graphLayers = 1;
  public Normalization normalization = Normalization.SYMMETRIC;
  public boolean tablePerInterval = true;
  public Recurrence recurrence = Recurrence.GRU;
  public boolean sharedCell;
  public IntervalNorm intervalNorm = IntervalNorm.FEATURE;
  public int heads = 2;
  public boolean attentionBias;
  public boolean outputProjection;
  public AttentionWeights attentionWeights = AttentionWeights.SOFTMAX;
  public int historyLength = 12;
  public int anchorHistoryLength = 12;
  public int attentionLayers = 1;
  public SequenceMode mode = SequenceMode.TOKENS;
  public boolean sequenceLayerNorm = true;
  public Readout readout = Readout.MEAN;
  public double dropout = 0.1;
  public Similarity similarity = Similarity.COSINE;
  public double cosineTemperature = 0.1;
  public boolean scaleByRootDim;
  public boolean instanceActivation;

  public TargetMode targets = TargetMode.EVERY_POSITION;
  public int targetWindow = 5;
  public boolean maskTargets = true;
  public RecommendationLossKind recommendation = RecommendationLossKind.SAMPLED_SOFTMAX;
  public boolean wholeHistory;
  public double overlap;
  public int negatives = 20;
  public double beta;
  public int pairsPerUser = 2;
  public double l2;
  public int hardNegatives = 3;
  public double lambda = 0.1;
  public ContrastiveNegatives contrastiveNegatives = ContrastiveNegatives.HARDEST;
  public int warmupEpochs;
  public int miningRefreshSteps;

  public int epochs = 4;
  public int usersPerEpoch;
  public int batchSize = 32;
  public double learningRate = 0.01;
  public double decay = 1;
  public int warmupSteps;
  public double weightDecay;
  public double averagedEpochs = 0.5;
  public int edgeSample;
  public int evaluateEvery = 1;
  public int patience;
  public long seed = 1;

  private TestModel() {}

  /**
   * Returns the default preset's shape: residual graph, every position, softmax, hard negatives of
   * the shared ones.
   */
  public static TestModel residual() {
    return new TestModel();
  }

  /**
   * Returns {@link #residual} without graph, attention and hard negatives, whose step an engine
   * prepares in a third of the time: for what does not depend on the model.
   */
  public static TestModel light() {
    TestModel model = residual();
    model.graphLayers = 0;
    model.attentionLayers = 0;
    model.hardNegatives = 0;
    return model;
  }

  /**
   * Returns the paper's shape: intervals, one target a user, BCE, self-augmented loss, L2, mined
   * hard negatives.
   */
  public static TestModel selfGnn() {
    TestModel model = new TestModel();
    model.encoder = EncoderKind.SELF_GNN;
    model.targets = TargetMode.ONE_PER_USER;
    model.recommendation = RecommendationLossKind.BCE;
    model.similarity = Similarity.DOT;
    model.negatives = 2;
    model.beta = 1e-4;
    model.l2 = 1e-5;
    model.averagedEpochs = 0;
    model.anchorHistoryLength = 6;
    model.dropout = 0;
    return model;
  }

  /** Returns the definition for some data. */
  public ModelDefinition definition(TrainingData data) {
    return definition(encoder(), data);
  }

  /** Returns the definition with another encoder for some data. */
  public ModelDefinition definition(EncoderConfig other, TrainingData data) {
    return ModelDefinition.of(
        other, scoring(), objective(), data.userCount(), new float[data.itemCount()]);
  }

  /** Returns the settings of the encoder. */
  public EncoderConfig encoder() {
    AttentionConfig attention =
        new AttentionConfig(heads, attentionBias, outputProjection, attentionWeights);
    if (encoder == EncoderKind.RESIDUAL_GRAPH) {
      return new ResidualGraph(
          dim,
          graphLayers,
          edgeSample,
          historyLength,
          PositionEncoding.LEARNED,
          false,
          attentionLayers,
          attention,
          2,
          false,
          dropout,
          1e-6);
    }
    return new SelfGnn(
        dim,
        new GraphConfig(
            intervals,
            intervalScheme,
            graphLayers,
            normalization,
            0.5,
            tablePerInterval,
            maskTargets),
        new IntervalConfig(recurrence, sharedCell, intervalNorm, 0),
        new SequenceConfig(
            historyLength, attentionLayers, mode, sequenceLayerNorm, readout, instanceActivation),
        attention,
        1e-6);
  }

  private Scoring scoring() {
    return similarity.scoring(cosineTemperature, scaleByRootDim);
  }

  /** Returns the objective. */
  public Objective objective() {
    boolean everyPosition = targets == TargetMode.EVERY_POSITION;
    Objective objective =
        new Objective(
            everyPosition
                ? new Targets.EveryPosition(wholeHistory, overlap)
                : new Targets.OnePerUser(targetWindow, anchorHistoryLength),
            switch (recommendation) {
              case BCE -> new BinaryCrossEntropy(negatives);
              case HINGE -> new HingeLoss(negatives);
              case SAMPLED_SOFTMAX -> new SampledSoftmax(negatives);
            });
    return objective
        .plus(beta, new SelfAugmented(pairsPerUser, 8, 0.5))
        .plus(hardNegatives > 0 ? lambda : 0, contrast(everyPosition), warmupEpochs)
        .plus(l2, new L2Regularization(L2Scope.ALL));
  }

  private InfoNce contrast(boolean everyPosition) {
    InfoNce shared = new InfoNce().hardNegatives(hardNegatives).from(new Pool.Batch(negatives));
    if (contrastiveNegatives == ContrastiveNegatives.SHARED_RANDOM) {
      return shared.hardNegatives(negatives).chosenBy(new WholePool());
    }
    return everyPosition
        ? shared
        : shared
            .chosenBy(new Hardest(Hardest.By.COSINE))
            .from(
                miningRefreshSteps > 0
                    ? new Pool.Proposed(miningRefreshSteps)
                    : new Pool.Catalogue());
  }

  /** Returns the settings of the run. */
  public TrainingConfig training() {
    return new TrainingConfig(
        epochs,
        usersPerEpoch,
        batchSize,
        0,
        new Adam(learningRate, 0.9, 0.999, 1e-8, weightDecay),
        averagedEpochs,
        new Schedule(warmupSteps, decay, 0),
        new Stopping(evaluateEvery, patience, 0),
        seed);
  }

  /** Returns the batches for some data. */
  public BatchSource batches(TrainingData data) {
    return new BatchSource(definition(data), training(), data);
  }

  /** The two encoders of a model's shape. */
  public enum EncoderKind {
    RESIDUAL_GRAPH,
    SELF_GNN
  }

  /** Which items a step predicts. */
  public enum TargetMode {
    ONE_PER_USER,
    EVERY_POSITION
  }

  /** The main loss. */
  public enum RecommendationLossKind {
    BCE,
    HINGE,
    SAMPLED_SOFTMAX
  }

  /** The negatives of the contrastive loss. */
  public enum ContrastiveNegatives {
    HARDEST,
    SHARED_RANDOM
  }

  /** How two embeddings become a score. */
  public enum Similarity {
    DOT,
    DOT_WITH_BIAS,
    COSINE;

    /** Returns the part, of which not all has all the settings. */
    public Scoring scoring(double temperature, boolean scaleByRootDim) {
      return switch (this) {
        case DOT -> new Scoring.Dot(scaleByRootDim);
        case DOT_WITH_BIAS -> new Scoring.DotWithBias(scaleByRootDim);
        case COSINE -> new Scoring.Cosine(temperature);
      };
    }
  }
}
