package io.hardgnn;

import io.hardgnn.engine.TrainingConfig;

/**
 * The part of {@link HardGNN.Builder} that says how to train.
 *
 * <p>Ranges are checked together by {@link HardGNN.Builder#build}; the defaults named are those of {@link
 * Presets#standard}.
 *
 * @param <B> the builder itself
 */
public abstract sealed class TrainingSettings<B extends TrainingSettings<B>>
    extends ObjectiveSettings<B> permits HardGNN.Builder {

  private int epochs;
  private int usersPerEpoch;
  private int batchSize;
  private double learningRate;
  private double learningRateDecay;
  private int decaySteps;
  private int warmupSteps;
  private double adamBeta1;
  private double adamBeta2;
  private double adamEpsilon;
  private double weightDecay;
  private int graphUserSample;
  private int evaluateEvery;
  private int patience;
  private int validationUsers;
  private int threads;
  private long seed;

  TrainingSettings(HardGnnConfig config) {
    super(config.model(), config.objective());
    TrainingConfig from = config.training();
    epochs = from.epochs();
    usersPerEpoch = from.usersPerEpoch();
    batchSize = from.batchSize();
    learningRate = from.learningRate();
    learningRateDecay = from.learningRateDecay();
    decaySteps = from.decaySteps();
    warmupSteps = from.warmupSteps();
    adamBeta1 = from.adamBeta1();
    adamBeta2 = from.adamBeta2();
    adamEpsilon = from.adamEpsilon();
    weightDecay = from.weightDecay();
    graphUserSample = from.graphUserSample();
    evaluateEvery = from.evaluateEvery();
    patience = from.patience();
    validationUsers = from.validationUsers();
    threads = from.threads();
    seed = from.seed();
  }

  /**
   * Sets the most epochs to train; default 30, at least 1. Early stopping usually ends a run sooner, see {@link #patience}.
   *
   * @return this builder
   */
  public B epochs(int epochs) {
    this.epochs = epochs;
    return self();
  }

  /**
   * Sets the users drawn for an epoch; default 0, which means all.
   *
   * @return this builder
   */
  public B usersPerEpoch(int usersPerEpoch) {
    this.usersPerEpoch = usersPerEpoch;
    return self();
  }

  /**
   * Sets the users of a step; default 64, at least 1.
   *
   * @return this builder
   */
  public B batchSize(int batchSize) {
    this.batchSize = batchSize;
    return self();
  }

  /**
   * Sets the step size of Adam; default 2e-3, greater than 0.
   *
   * @return this builder
   */
  public B learningRate(double learningRate) {
    this.learningRate = learningRate;
    return self();
  }

  /**
   * Sets the factor that the learning rate takes every {@link #decaySteps}, as a staircase; default 1, which leaves it as it
   * is; above 0 to 1.
   *
   * @return this builder
   */
  public B learningRateDecay(double learningRateDecay) {
    this.learningRateDecay = learningRateDecay;
    return self();
  }

  /**
   * Sets the steps between two decays of the learning rate; default 0, which means once per epoch.
   *
   * @return this builder
   */
  public B decaySteps(int decaySteps) {
    this.decaySteps = decaySteps;
    return self();
  }

  /**
   * Sets the steps over which the learning rate rises linearly from zero; default 50, at least 0.
   *
   * @return this builder
   */
  public B warmupSteps(int warmupSteps) {
    this.warmupSteps = warmupSteps;
    return self();
  }

  /**
   * Sets Adam's decay of the first moment; default 0.9, range 0 to below 1.
   *
   * @return this builder
   */
  public B adamBeta1(double adamBeta1) {
    this.adamBeta1 = adamBeta1;
    return self();
  }

  /**
   * Sets Adam's decay of the second moment; default 0.98, range 0 to below 1.
   *
   * @return this builder
   */
  public B adamBeta2(double adamBeta2) {
    this.adamBeta2 = adamBeta2;
    return self();
  }

  /**
   * Sets what Adam adds to the root of the second moment; default 1e-8, above 0 and below 1.
   *
   * @return this builder
   */
  public B adamEpsilon(double adamEpsilon) {
    this.adamEpsilon = adamEpsilon;
    return self();
  }

  /**
   * Sets the decoupled weight decay; default 0, range 0 to below 1.
   *
   * @return this builder
   */
  public B weightDecay(double weightDecay) {
    this.weightDecay = weightDecay;
    return self();
  }

  /**
   * Sets the users through whose edges a step propagates, drawn anew for each; default 600, 0 means all. Dense graphs lose
   * nothing by a sample and steps become much shorter. {@link io.hardgnn.model.EncoderKind#RESIDUAL_GRAPH} only.
   *
   * @return this builder
   */
  public B graphUserSample(int graphUserSample) {
    this.graphUserSample = graphUserSample;
    return self();
  }

  /**
   * Sets the epochs between two evaluations on validation; default 1, at least 1.
   *
   * @return this builder
   */
  public B evaluateEvery(int evaluateEvery) {
    this.evaluateEvery = evaluateEvery;
    return self();
  }

  /**
   * Sets the evaluations without a better validation NDCG@10 before training stops; default 5, 0 means never stop early.
   *
   * @return this builder
   */
  public B patience(int patience) {
    this.patience = patience;
    return self();
  }

  /**
   * Sets the users of each evaluation on validation, the same ones every time; default 10,000, 0 means all.
   *
   * @return this builder
   */
  public B validationUsers(int validationUsers) {
    this.validationUsers = validationUsers;
    return self();
  }

  /**
   * Sets the threads of the engine; default 0, which means one per processor; at most 4096.
   *
   * @return this builder
   */
  public B threads(int threads) {
    this.threads = threads;
    return self();
  }

  /**
   * Sets the seed of everything random; default 42. Same seed, settings and kind of machine: the same bits on the CPU.
   *
   * @return this builder
   */
  public B seed(long seed) {
    this.seed = seed;
    return self();
  }

  /** Returns the settings of the training run as they are now. */
  final TrainingConfig trainingConfig() {
    return new TrainingConfig(
        epochs,
        usersPerEpoch,
        batchSize,
        learningRate,
        learningRateDecay,
        decaySteps,
        warmupSteps,
        adamBeta1,
        adamBeta2,
        adamEpsilon,
        weightDecay,
        graphUserSample,
        evaluateEvery,
        patience,
        validationUsers,
        threads,
        seed);
  }
}
