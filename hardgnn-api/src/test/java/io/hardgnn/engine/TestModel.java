package io.hardgnn.engine;

import io.hardgnn.data.IntervalScheme;
import io.hardgnn.data.TrainingData;
import io.hardgnn.loss.ContrastiveNegatives;
import io.hardgnn.loss.L2Scope;
import io.hardgnn.loss.ObjectiveConfig;
import io.hardgnn.loss.RecommendationLossKind;
import io.hardgnn.loss.TargetMode;
import io.hardgnn.model.AttentionConfig;
import io.hardgnn.model.AttentionWeights;
import io.hardgnn.model.EncoderKind;
import io.hardgnn.model.GraphConfig;
import io.hardgnn.model.IntervalConfig;
import io.hardgnn.model.IntervalNorm;
import io.hardgnn.model.ModelConfig;
import io.hardgnn.model.Normalization;
import io.hardgnn.model.Readout;
import io.hardgnn.model.Recurrence;
import io.hardgnn.model.ScoringConfig;
import io.hardgnn.model.SequenceConfig;
import io.hardgnn.model.SequenceMode;
import io.hardgnn.model.Similarity;

/** Small models for tests: two starting points whose settings a test changes before it takes what it needs. */
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
  public int graphUserSample;
  public int evaluateEvery = 1;
  public int patience;
  public long seed = 1;

  private TestModel() {}

  /** Returns the default preset's shape: residual graph, every position, softmax, hard negatives of the shared ones. */
  public static TestModel residual() {
    return new TestModel();
  }

  /** Returns the paper's shape: intervals, one target a user, BCE, self-augmented loss, L2, mined hard negatives. */
  public static TestModel selfGnn() {
    TestModel model = new TestModel();
    model.encoder = EncoderKind.SELF_GNN;
    model.targets = TargetMode.ONE_PER_USER;
    model.recommendation = RecommendationLossKind.BCE;
    model.similarity = Similarity.DOT;
    model.negatives = 2;
    model.beta = 1e-4;
    model.l2 = 1e-5;
    model.anchorHistoryLength = 6;
    model.dropout = 0;
    return model;
  }

  /** Returns the definition for some data. */
  public ModelDefinition definition(TrainingData data) {
    return ModelDefinition.of(model(), objective(), data.userCount(), new float[data.itemCount()]);
  }

  private ModelConfig model() {
    return new ModelConfig(
        encoder,
        dim,
        1e-6,
        new GraphConfig(
            intervals, intervalScheme, graphLayers, normalization, 0.5, tablePerInterval),
        new IntervalConfig(recurrence, sharedCell, intervalNorm, 0),
        new AttentionConfig(heads, attentionBias, outputProjection, attentionWeights),
        new SequenceConfig(
            historyLength,
            anchorHistoryLength,
            attentionLayers,
            mode,
            sequenceLayerNorm,
            readout,
            dropout),
        new ScoringConfig(similarity, cosineTemperature, scaleByRootDim, instanceActivation));
  }

  private ObjectiveConfig objective() {
    return new ObjectiveConfig(
        targets,
        targetWindow,
        maskTargets,
        recommendation,
        negatives,
        beta,
        pairsPerUser,
        8,
        l2,
        L2Scope.ALL,
        hardNegatives,
        lambda,
        0.1,
        contrastiveNegatives,
        warmupEpochs,
        miningRefreshSteps);
  }

  /** Returns the settings of the run. */
  public TrainingConfig training() {
    return new TrainingConfig(
        epochs,
        usersPerEpoch,
        batchSize,
        learningRate,
        decay,
        0,
        warmupSteps,
        0.9,
        0.999,
        1e-8,
        weightDecay,
        graphUserSample,
        evaluateEvery,
        patience,
        0,
        0,
        seed);
  }

  /** Returns the batches for some data. */
  public BatchSource batches(TrainingData data) {
    return new BatchSource(definition(data), training(), data);
  }
}
