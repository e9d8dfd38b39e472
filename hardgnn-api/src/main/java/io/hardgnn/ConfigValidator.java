package io.hardgnn;

import static io.hardgnn.Violations.Bound.from;
import static io.hardgnn.Violations.Bound.without;

import io.hardgnn.engine.TrainingConfig;
import io.hardgnn.loss.ContrastiveNegatives;
import io.hardgnn.loss.ObjectiveConfig;
import io.hardgnn.loss.TargetMode;
import io.hardgnn.model.EncoderKind;
import io.hardgnn.model.GraphConfig;
import io.hardgnn.model.ModelConfig;
import io.hardgnn.model.SequenceConfig;

/** The ranges of all settings and the rules between them. */
final class ConfigValidator {

  private static final int UNBOUNDED = Integer.MAX_VALUE;
  private static final Violations.Bound INFINITY = without(Double.POSITIVE_INFINITY);

  private final Violations check = new Violations();

  private ConfigValidator() {}

  /**
   * Checks settings.
   *
   * @throws InvalidConfigException if any is out of its range or contradicts another
   */
  static void check(ModelConfig model, ObjectiveConfig objective, TrainingConfig training) {
    ConfigValidator validator = new ConfigValidator();
    validator.presence(model, objective, training);
    validator.check.throwIfAny();
    validator.graph(model.graph());
    validator.model(model);
    validator.sequence(model.sequence());
    validator.objective(objective);
    validator.training(training);
    validator.betweenSettings(model, objective);
    validator.check.throwIfAny();
  }

  private void presence(ModelConfig model, ObjectiveConfig objective, TrainingConfig training) {
    check.present("model", model);
    check.present("objective", objective);
    check.present("training", training);
    check.throwIfAny();
    check.present("model.encoder", model.encoder());
    check.present("model.graph", model.graph());
    check.present("model.interval", model.interval());
    check.present("model.attention", model.attention());
    check.present("model.sequence", model.sequence());
    check.present("model.scoring", model.scoring());
    check.throwIfAny();
    check.present("model.graph.intervalScheme", model.graph().intervalScheme());
    check.present("model.graph.normalization", model.graph().normalization());
    check.present("model.interval.recurrence", model.interval().recurrence());
    check.present("model.interval.norm", model.interval().norm());
    check.present("model.attention.weights", model.attention().weights());
    check.present("model.sequence.mode", model.sequence().mode());
    check.present("model.sequence.readout", model.sequence().readout());
    check.present("model.scoring.similarity", model.scoring().similarity());
    check.present("objective.targets", objective.targets());
    check.present("objective.recommendation", objective.recommendation());
    check.present("objective.l2Scope", objective.l2Scope());
    check.present("objective.contrastiveNegatives", objective.contrastiveNegatives());
  }

  private void model(ModelConfig model) {
    check.whole("embeddingDim", "model.embeddingDim", model.embeddingDim(), 1, 4096);
    check.real(
        "layerNormEpsilon",
        "model.layerNormEpsilon",
        model.layerNormEpsilon(),
        without(0),
        INFINITY);
    rate("intervalDropout", "model.interval.dropout", model.interval().dropout());
    check.whole("attentionHeads", "model.attention.heads", model.attention().heads(), 1, 4096);
    check.real(
        "cosineTemperature",
        "model.scoring.cosineTemperature",
        model.scoring().cosineTemperature(),
        without(0),
        from(10));
  }

  private void graph(GraphConfig graph) {
    check.whole("intervals", "model.graph.intervals", graph.intervals(), 1, 64);
    check.whole("graphLayers", "model.graph.layers", graph.layers(), 0, 8);
    rate("leakySlope", "model.graph.leakySlope", graph.leakySlope());
  }

  private void sequence(SequenceConfig sequence) {
    check.whole("historyLength", "model.sequence.historyLength", sequence.historyLength(), 1, 1024);
    check.whole(
        "anchorHistoryLength",
        "model.sequence.anchorHistoryLength",
        sequence.anchorHistoryLength(),
        1,
        1024);
    check.whole("attentionLayers", "model.sequence.layers", sequence.layers(), 0, 8);
    rate("dropout", "model.sequence.dropout", sequence.dropout());
  }

  private void objective(ObjectiveConfig objective) {
    check.whole("targetWindow", "objective.targetWindow", objective.targetWindow(), 1, UNBOUNDED);
    check.whole("negatives", "objective.negatives", objective.negatives(), 1, UNBOUNDED);
    weight("beta", "objective.beta", objective.beta());
    check.whole("pairsPerUser", "objective.pairsPerUser", objective.pairsPerUser(), 1, UNBOUNDED);
    check.whole(
        "reliabilityDim", "objective.reliabilityDim", objective.reliabilityDim(), 1, UNBOUNDED);
    weight("l2", "objective.l2", objective.l2());
    check.whole(
        "hardNegatives", "objective.hardNegatives", objective.hardNegatives(), 0, UNBOUNDED);
    weight("lambda", "objective.lambda", objective.lambda());
    check.real(
        "temperature", "objective.temperature", objective.temperature(), without(0), from(10));
    check.whole(
        "hardNegativeWarmupEpochs",
        "objective.hardNegativeWarmupEpochs",
        objective.hardNegativeWarmupEpochs(),
        0,
        UNBOUNDED);
    check.whole(
        "miningRefreshSteps",
        "objective.miningRefreshSteps",
        objective.miningRefreshSteps(),
        0,
        UNBOUNDED);
  }

  private void training(TrainingConfig training) {
    check.whole("epochs", "training.epochs", training.epochs(), 1, UNBOUNDED);
    check.whole("usersPerEpoch", "training.usersPerEpoch", training.usersPerEpoch(), 0, UNBOUNDED);
    check.whole("batchSize", "training.batchSize", training.batchSize(), 1, UNBOUNDED);
    check.real(
        "learningRate", "training.learningRate", training.learningRate(), without(0), INFINITY);
    check.real(
        "learningRateDecay",
        "training.learningRateDecay",
        training.learningRateDecay(),
        without(0),
        from(1));
    check.whole("decaySteps", "training.decaySteps", training.decaySteps(), 0, UNBOUNDED);
    check.whole("warmupSteps", "training.warmupSteps", training.warmupSteps(), 0, UNBOUNDED);
    rate("adamBeta1", "training.adamBeta1", training.adamBeta1());
    rate("adamBeta2", "training.adamBeta2", training.adamBeta2());
    check.real(
        "adamEpsilon", "training.adamEpsilon", training.adamEpsilon(), without(0), without(1));
    rate("weightDecay", "training.weightDecay", training.weightDecay());
    check.whole(
        "graphUserSample", "training.graphUserSample", training.graphUserSample(), 0, UNBOUNDED);
    check.whole("evaluateEvery", "training.evaluateEvery", training.evaluateEvery(), 1, UNBOUNDED);
    check.whole("patience", "training.patience", training.patience(), 0, UNBOUNDED);
    check.whole(
        "validationUsers", "training.validationUsers", training.validationUsers(), 0, UNBOUNDED);
    check.whole("threads", "training.threads", training.threads(), 0, 4096);
  }

  private void betweenSettings(ModelConfig model, ObjectiveConfig objective) {
    int d = model.embeddingDim();
    int heads = model.attention().heads();
    check.rule(
        heads < 1 || d % heads == 0,
        "attentionHeads (model.attention.heads) is "
            + heads
            + ", which does not divide embeddingDim (model.embeddingDim), "
            + d);
    check.rule(
        model.sequence().anchorHistoryLength() <= model.sequence().historyLength(),
        "anchorHistoryLength (model.sequence.anchorHistoryLength) is "
            + model.sequence().anchorHistoryLength()
            + ", more than historyLength (model.sequence.historyLength), "
            + model.sequence().historyLength());
    boolean residual = model.encoder() == EncoderKind.RESIDUAL_GRAPH;
    check.rule(
        objective.targets() != TargetMode.EVERY_POSITION || residual,
        "targets (objective.targets) is EVERY_POSITION, which needs a causal encoder, but encoder (model.encoder) is "
            + model.encoder()
            + "; use RESIDUAL_GRAPH, or targets ONE_PER_USER");
    check.rule(
        !(objective.beta() > 0) || !residual,
        "beta (objective.beta) is "
            + objective.beta()
            + ", but encoder (model.encoder) is RESIDUAL_GRAPH, which has no intervals for the"
            + " self-augmented loss; use SELF_GNN, or beta 0");
    boolean fromShared =
        objective.contrastive()
            && objective.targets() == TargetMode.EVERY_POSITION
            && objective.contrastiveNegatives() == ContrastiveNegatives.HARDEST;
    check.rule(
        !fromShared || objective.hardNegatives() <= objective.negatives(),
        "hardNegatives (objective.hardNegatives) is "
            + objective.hardNegatives()
            + ", but with targets EVERY_POSITION they are chosen among negatives (objective.negatives), "
            + objective.negatives()
            + "; use fewer hardNegatives or more negatives");
  }

  private void rate(String setter, String path, double value) {
    check.real(setter, path, value, from(0), without(1));
  }

  private void weight(String setter, String path, double value) {
    check.real(setter, path, value, from(0), INFINITY);
  }
}
