package io.hardgnn.engine;

import io.hardgnn.data.Sequences;
import io.hardgnn.loss.Forward;
import io.hardgnn.loss.Objective;
import io.hardgnn.loss.ObjectiveConfig;
import io.hardgnn.loss.StepInputs;
import io.hardgnn.loss.TargetMode;
import io.hardgnn.model.Encoder;
import io.hardgnn.model.GraphInputs;
import io.hardgnn.model.ModelConfig;
import io.hardgnn.model.NodeEmbeddings;
import io.hardgnn.model.Nodes;
import io.hardgnn.model.Prediction;
import io.hardgnn.model.ResidualGraphEncoder;
import io.hardgnn.model.SelfGnnEncoder;
import io.hardgnn.model.SequenceBatch;
import io.hardgnn.model.SequenceEmbeddings;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.sampling.CandidateSampler;
import io.hardgnn.sampling.CandidateSamplerFactory;
import io.hardgnn.sampling.UniformSampler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model and its objective, ready to be written into any engine's graph: the training step, the tables of all nodes, and the
 * user encoder that is served.
 *
 * <p>Immutable and thread-safe.
 */
public final class ModelDefinition {

  /** Up to so many items every one is embedded in a step with targets at every position, which touches many of them. */
  private static final int TOUCHED_AS_A_WHOLE = 20_000;

  private final ModelConfig model;
  private final ObjectiveConfig objectiveConfig;
  private final int userCount;
  private final int itemCount;
  private final Encoder encoder;
  private final Objective objective;
  private final Prediction prediction;
  private final CandidateSamplerFactory candidateSampler;

  private ModelDefinition(
      ModelConfig model,
      ObjectiveConfig objectiveConfig,
      int userCount,
      int itemCount,
      Encoder encoder,
      Objective objective,
      Prediction prediction,
      CandidateSamplerFactory candidateSampler) {
    requireTable(model.embeddingDim(), itemCount, "items");
    if (encoder.embedsUsers()) {
      requireTable(model.embeddingDim(), userCount, "users");
    }
    this.model = model;
    this.objectiveConfig = objectiveConfig;
    this.userCount = userCount;
    this.itemCount = itemCount;
    this.encoder = encoder;
    this.objective = objective;
    this.prediction = prediction;
    this.candidateSampler = candidateSampler;
  }

  private static void requireTable(int dim, int rows, String nodes) {
    if ((long) rows * dim > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "embeddingDim (model.embeddingDim) is "
              + dim
              + ", so the table of "
              + rows
              + " "
              + nodes
              + " has more than the "
              + Integer.MAX_VALUE
              + " elements that an array can have; use "
              + Integer.MAX_VALUE / rows
              + " or less, or a dataset of fewer "
              + nodes);
    }
  }

  /**
   * Returns the model that settings describe.
   *
   * @param model shape of the model
   * @param objective what training minimises
   * @param userCount number of users
   * @param itemBias {@code [items]} start of the items' bias; its length is the number of items
   * @throws IllegalArgumentException if an array cannot hold the embeddings of all items, or of all users where they have any
   */
  public static ModelDefinition of(
      ModelConfig model, ObjectiveConfig objective, int userCount, float[] itemBias) {
    int itemCount = itemBias.length;
    Encoder encoder =
        switch (model.encoder()) {
          case SELF_GNN -> new SelfGnnEncoder(model, userCount, itemCount);
          case RESIDUAL_GRAPH -> new ResidualGraphEncoder(model, itemCount);
        };
    return new ModelDefinition(
        model,
        objective,
        userCount,
        itemCount,
        encoder,
        Objective.of(objective, model, itemCount),
        new Prediction(model, itemBias),
        UniformSampler::new);
  }

  /**
   * Returns this definition with another encoder.
   *
   * @throws IllegalArgumentException if it embeds users and an array cannot hold the embeddings of all
   */
  public ModelDefinition withEncoder(Encoder other) {
    return new ModelDefinition(
        model,
        objectiveConfig,
        userCount,
        itemCount,
        other,
        objective,
        prediction,
        candidateSampler);
  }

  /** Returns this definition with another objective. */
  public ModelDefinition withObjective(Objective other) {
    return new ModelDefinition(
        model, objectiveConfig, userCount, itemCount, encoder, other, prediction, candidateSampler);
  }

  /** Returns this definition with another sampler of random negatives. */
  public ModelDefinition withCandidateSampler(CandidateSamplerFactory other) {
    return new ModelDefinition(
        model, objectiveConfig, userCount, itemCount, encoder, objective, prediction, other);
  }

  /** Makes the sampler of random negatives of a run over these training interactions. */
  public CandidateSampler candidateSampler(Sequences training) {
    return candidateSampler.create(training);
  }

  /** Returns the settings of the model. */
  public ModelConfig model() {
    return model;
  }

  /** Returns the settings of the objective. */
  public ObjectiveConfig objectiveConfig() {
    return objectiveConfig;
  }

  /** Returns the encoder. */
  public Encoder encoder() {
    return encoder;
  }

  /** Returns the objective. */
  public Objective objective() {
    return objective;
  }

  /** Returns the number of users. */
  public int userCount() {
    return userCount;
  }

  /** Returns the number of items. */
  public int itemCount() {
    return itemCount;
  }

  /** Returns whether the model embeds users in its first phase. */
  public boolean embedsUsers() {
    return encoder.embedsUsers();
  }

  /** Returns whether a step names the items it touches; otherwise it touches every item. */
  public boolean namesItemNodes() {
    return objectiveConfig.targets() == TargetMode.ONE_PER_USER || itemCount > TOUCHED_AS_A_WHOLE;
  }

  /** Returns whether anchors are made of a shorter history than predictions. */
  public boolean shortensAnchors() {
    return objectiveConfig.contrastive()
        && objectiveConfig.targets() == TargetMode.ONE_PER_USER
        && model.sequence().anchorHistoryLength() < model.sequence().historyLength();
  }

  /**
   * Writes a training step.
   *
   * @throws IllegalArgumentException as {@link #forward}
   */
  public Objective.Terms trainingStep(Ops ops) {
    return objective.compute(ops, forward(ops));
  }

  /**
   * Writes the forward pass of a training step.
   *
   * @throws IllegalArgumentException if there are targets at every position, of which the encoder embeds none
   */
  public Forward forward(Ops ops) {
    @Nullable Expr itemNodes =
        namesItemNodes() ? StepInputs.indices(ops, StepInputs.NODE_ITEMS, "NI") : null;
    NodeEmbeddings nodes = nodes(ops, new Nodes(userNodes(ops), itemNodes));
    SequenceBatch sequences = SequenceBatch.declare(ops);
    SequenceEmbeddings embedded = embedRows(ops, nodes.items(), sequences);
    Expr targets = StepInputs.indices(ops, StepInputs.TARGETS, "Q");
    Expr sequenceOfQuery = StepInputs.indices(ops, StepInputs.TARGET_SEQUENCES, "Q");
    Expr instance = queries(ops, embedded, sequences, sequenceOfQuery);
    @Nullable Expr users =
        nodes.users() == null
            ? null
            : ops.gather(
                nodes.users(),
                ops.gather(StepInputs.indices(ops, StepInputs.BATCH_USERS, "B"), sequenceOfQuery));
    Expr userVectors = prediction.userVectors(ops, users, instance);
    Expr anchors = shortensAnchors() ? shortAnchors(ops, nodes.items(), sequenceOfQuery) : instance;
    return new Forward(
        nodes, userVectors, anchors, targets, sequenceOfQuery, prediction.ofNodes(itemNodes));
  }

  private Expr queries(
      Ops ops, SequenceEmbeddings embedded, SequenceBatch sequences, Expr sequenceOfQuery) {
    if (objectiveConfig.targets() == TargetMode.ONE_PER_USER) {
      return ops.gather(embedded.instance(), sequenceOfQuery);
    }
    Expr positions = embedded.positions();
    if (positions == null) {
      throw new IllegalArgumentException(
          "targets (objective.targets) is EVERY_POSITION, but "
              + encoder.getClass().getName()
              + " embeds no positions of a sequence; use targets ONE_PER_USER, or a causal encoder"
              + " that gives SequenceEmbeddings.positions");
    }
    Dim flat = sequences.batch().times(sequences.length());
    Expr rows = ops.reshape(positions, Shape.of(flat, model.embeddingDim()));
    return ops.gather(rows, StepInputs.indices(ops, StepInputs.TARGET_POSITIONS, "Q"));
  }

  private Expr shortAnchors(Ops ops, Expr itemTable, Expr sequenceOfQuery) {
    SequenceBatch shorter = SequenceBatch.declare(ops, SequenceBatch.ANCHOR, "MA");
    return ops.gather(embedRows(ops, itemTable, shorter).instance(), sequenceOfQuery);
  }

  /** Embeds sequences, some beside others where the engine can. */
  private SequenceEmbeddings embedRows(Ops ops, Expr itemTable, SequenceBatch sequences) {
    List<Expr> embedded =
        ops.mapRows(
            sequences.toList(),
            rows -> encoder.embedSequences(ops, itemTable, SequenceBatch.of(rows)).toList());
    return SequenceEmbeddings.of(embedded);
  }

  private NodeEmbeddings nodes(Ops ops, Nodes nodes) {
    return encoder.embedNodes(ops, GraphInputs.declare(ops, model, userCount, itemCount), nodes);
  }

  /** Writes the embeddings of listed nodes, for the tables of a trained model. */
  public NodeEmbeddings nodeTables(Ops ops) {
    return nodes(
        ops, new Nodes(userNodes(ops), StepInputs.indices(ops, StepInputs.NODE_ITEMS, "NI")));
  }

  private @Nullable Expr userNodes(Ops ops) {
    return encoder.embedsUsers() ? StepInputs.indices(ops, StepInputs.NODE_USERS, "NU") : null;
  }

  /**
   * Writes the user encoder that is served.
   *
   * @param itemTable {@code [items, d]} item embeddings of {@link #nodeTables}
   * @param users {@code [B, d]} interval-level embeddings of the users, or null if the encoder has none
   * @return {@code [B, d]} user vectors, whose inner products with {@link #itemVectors} are scores
   */
  public Expr userVectors(Ops ops, Expr itemTable, @Nullable Expr users) {
    SequenceBatch histories = SequenceBatch.declare(ops);
    List<Expr> instance =
        ops.mapRows(
            histories.toList(),
            rows -> List.of(encoder.embedHistories(ops, itemTable, SequenceBatch.of(rows))));
    return prediction.userVectors(ops, users, instance.get(0));
  }

  /** Writes the item side of the scores, {@code [items, d]}, from the item embeddings of {@link #nodeTables}. */
  public Expr itemVectors(Ops ops, Expr itemTable) {
    return prediction.itemVectors(ops, itemTable);
  }

  /** Writes the biases of all items, {@code [items]}, or returns null if scores have none. */
  public @Nullable Expr itemBiases(Ops ops) {
    return prediction.biases(ops, null);
  }
}
