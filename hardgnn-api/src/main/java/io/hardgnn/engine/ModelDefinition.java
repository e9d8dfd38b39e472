package io.hardgnn.engine;

import io.hardgnn.data.Sequences;
import io.hardgnn.encoder.Encoder;
import io.hardgnn.encoder.EncoderConfig;
import io.hardgnn.encoder.Gives;
import io.hardgnn.encoder.GraphInputs;
import io.hardgnn.encoder.NodeEmbeddings;
import io.hardgnn.encoder.Nodes;
import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.encoder.UnknownUser;
import io.hardgnn.encoder.layers.FoldingInEncoder;
import io.hardgnn.loss.Objective;
import io.hardgnn.negatives.CandidateSampler;
import io.hardgnn.negatives.CandidateSamplerFactory;
import io.hardgnn.negatives.PopularitySampler;
import io.hardgnn.negatives.UniformSampler;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.scoring.Prediction;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.settings.Violations;
import io.hardgnn.step.Draws;
import io.hardgnn.step.ForwardPass;
import io.hardgnn.step.StepInputs;
import io.hardgnn.step.Targets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model and its objective, ready to be written into any engine's graph: the training step, the
 * tables of all nodes, and the user encoder that is served.
 *
 * <p>Immutable and thread-safe.
 */
public final class ModelDefinition {

  /**
   * Up to so many items every one is embedded in a step with targets at every position, which
   * touches many of them.
   */
  private static final int TOUCHED_AS_A_WHOLE = 20_000;

  private final EncoderConfig encoderConfig;
  private final Scoring scoring;
  private final Objective objective;
  private final int userCount;
  private final float[] itemBias;
  private final Encoder encoder;
  private final Prediction prediction;
  private final Draws draws;
  private final @Nullable CandidateSamplerFactory candidateSampler;

  private ModelDefinition(
      EncoderConfig encoderConfig,
      Scoring scoring,
      Objective objective,
      int userCount,
      float[] itemBias,
      @Nullable CandidateSamplerFactory candidateSampler) {
    int bias = scoring.biased() ? 1 : 0;
    requireTable(encoderConfig.embeddingDim(), bias, itemBias.length, "items");
    if (encoderConfig.gives().contains(Gives.USERS)) {
      requireTable(encoderConfig.embeddingDim(), 0, userCount, "users");
    }
    this.encoderConfig = encoderConfig;
    this.scoring = scoring;
    this.objective = objective;
    this.userCount = userCount;
    this.itemBias = itemBias;
    this.encoder = encoderConfig.encoder(userCount, itemBias.length);
    requireFolding(encoderConfig, encoder);
    this.prediction = new Prediction(scoring, itemBias);
    Draws wanted = objective.draws();
    this.draws = candidateSampler == null ? wanted : wanted.proposal(wanted.proposal().weighed());
    this.candidateSampler = candidateSampler;
  }

  /** Others than zeros would be taken for the vector of a user, and nobody be folded in. */
  private static void requireFolding(EncoderConfig config, Encoder encoder) {
    if (encoder instanceof FoldingInEncoder && config.unknownUser() != UnknownUser.ZERO) {
      throw new IllegalArgumentException(
          "the encoder '"
              + config.kind()
              + "' folds unknown users in, which it knows by vectors of zeros, but unknownUser() of"
              + " its settings gives "
              + config.unknownUser()
              + "; return UnknownUser.ZERO");
    }
  }

  /** Where there is a bias, it stands beside the embedding in each row. */
  private static void requireTable(int dim, int bias, int rows, String nodes) {
    if ((long) rows * (dim + bias) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "embeddingDim (encoder.embeddingDim) is "
              + dim
              + ", so the table of "
              + rows
              + " "
              + nodes
              + " has more than the "
              + Integer.MAX_VALUE
              + " elements that an array can have; use "
              + (Integer.MAX_VALUE / rows - bias)
              + " or less, or a dataset of fewer "
              + nodes);
    }
  }

  /**
   * Returns the model that settings describe.
   *
   * @param encoder makes the encoder
   * @param scoring how two embeddings become a score
   * @param objective what training minimises
   * @param userCount number of users
   * @param itemBias {@code [items]} start of the items' bias; its length is the number of items
   * @throws IllegalArgumentException if an array cannot hold the embeddings of all items, or of all
   *     users where they have any, or if the encoder is a {@link FoldingInEncoder} whose settings
   *     do not give {@link UnknownUser#ZERO}
   */
  public static ModelDefinition of(
      EncoderConfig encoder,
      Scoring scoring,
      Objective objective,
      int userCount,
      float[] itemBias) {
    return new ModelDefinition(encoder, scoring, objective, userCount, itemBias, null);
  }

  /** Returns this definition with another objective. */
  public ModelDefinition objective(Objective other) {
    return new ModelDefinition(
        encoderConfig, scoring, other, userCount, itemBias, candidateSampler);
  }

  /**
   * Returns this definition with a sampler of random negatives of the application's own, in place
   * of the uniform one and of that by popularity; a softmax weighs what it shares by its
   * {@linkplain CandidateSampler#expectedCounts expected counts}.
   */
  public ModelDefinition candidateSampler(CandidateSamplerFactory other) {
    return new ModelDefinition(encoderConfig, scoring, objective, userCount, itemBias, other);
  }

  /**
   * Makes the sampler of random negatives of a run over these training interactions. Unless the
   * application brings its own, negatives of one user are drawn uniformly, and those that a batch
   * shares as the softmax says.
   *
   * @throws io.hardgnn.settings.InvalidConfigException if the application's sampler prefers some
   *     items, and a loss {@linkplain io.hardgnn.loss.Loss#supposesUniform supposes} that it draws
   *     all alike
   */
  public CandidateSampler candidateSampler(Sequences training) {
    if (candidateSampler != null) {
      CandidateSampler own = candidateSampler.create(training);
      Violations violations = new Violations();
      objective.checkSampler("objective", own, itemCount(), violations);
      violations.throwIfAny();
      return own;
    }
    double popularity = draws.proposal().popularity();
    UniformSampler uniform = new UniformSampler(training);
    return popularity == 0
        ? uniform
        : new SharedSampler(new PopularitySampler(training, popularity), uniform);
  }

  /** Returns the settings of the encoder. */
  public EncoderConfig encoderConfig() {
    return encoderConfig;
  }

  /** Returns how two embeddings become a score. */
  public Scoring scoring() {
    return scoring;
  }

  /** Returns the size of every embedding. */
  public int embeddingDim() {
    return encoderConfig.embeddingDim();
  }

  /** Returns how many of a user's most recent interactions are read. */
  public int historyLength() {
    return encoderConfig.historyLength();
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
    return itemBias.length;
  }

  /** Returns what a batch has to hold for the objective. */
  public Draws draws() {
    return draws;
  }

  /** Returns whether the model embeds users in its first phase. */
  public boolean embedsUsers() {
    return encoderConfig.gives().contains(Gives.USERS);
  }

  /** Returns whether a step looks at histories; the others are for guests alone. */
  public boolean readsHistories() {
    return encoderConfig.gives().contains(Gives.SEQUENCES)
        || encoderConfig.gives().contains(Gives.POSITIONS);
  }

  /** Returns whether the times between interactions are read beside the items. */
  public boolean readsTimeGaps() {
    return encoderConfig.readsTimeGaps();
  }

  /** Returns whether a step names the items it touches; otherwise it touches every item. */
  public boolean namesItemNodes() {
    return objective.targets().onePerSequence() || itemCount() > TOUCHED_AS_A_WHOLE;
  }

  /**
   * Returns how many of the newest interactions anchors are made of; fewer than
   * {@link #historyLength} if they are made apart.
   */
  public int anchorLength() {
    return draws.anchors() && objective.targets() instanceof Targets.OnePerUser one
        ? Math.min(one.anchorHistory(), historyLength())
        : historyLength();
  }

  /** Returns whether anchors are made of a shorter history than predictions. */
  public boolean shortensAnchors() {
    return anchorLength() < historyLength();
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
   * @throws IllegalArgumentException if there are targets at every position, of which the encoder
   *     embeds none
   */
  public ForwardPass forward(Ops ops) {
    return new StepForward(this, prediction).write(ops);
  }

  NodeEmbeddings nodes(Ops ops, Nodes nodes) {
    return encoder.embedNodes(
        ops, GraphInputs.declare(ops, encoderConfig.graph(), userCount, itemCount()), nodes);
  }

  /** Writes the embeddings of listed nodes, for the tables of a trained model. */
  public NodeEmbeddings nodeTables(Ops ops) {
    return nodes(
        ops, new Nodes(userNodes(ops), StepInputs.indices(ops, StepInputs.NODE_ITEMS, "NI")));
  }

  @Nullable Expr userNodes(Ops ops) {
    return embedsUsers() ? StepInputs.indices(ops, StepInputs.NODE_USERS, "NU") : null;
  }

  /**
   * Writes the user encoder that is served.
   *
   * @param itemTable {@code [items, d]} item embeddings of {@link #nodeTables}
   * @param users {@code [B, d]} interval-level embeddings of the users, or null if the encoder has
   *     none
   * @return {@code [B, d]} user vectors, whose inner products with {@link #itemVectors} are scores
   */
  public Expr userVectors(Ops ops, Expr itemTable, @Nullable Expr users) {
    SequenceBatch histories = SequenceBatch.declare(ops, readsTimeGaps());
    List<Expr> instance =
        ops.mapRows(
            histories.toList(),
            rows -> List.of(encoder.embedHistories(ops, itemTable, SequenceBatch.of(rows))));
    return prediction.userVectors(ops, encoder.combine(ops, users, instance.get(0)));
  }

  /**
   * Writes the item side of the scores, {@code [items, d]}, from the item embeddings of
   * {@link #nodeTables}.
   */
  public Expr itemVectors(Ops ops, Expr itemTable) {
    return prediction.itemVectors(ops, itemTable);
  }

  /** Writes the biases of all items, {@code [items]}, or returns null if scores have none. */
  public @Nullable Expr itemBiases(Ops ops) {
    return prediction.biases(ops, null);
  }

  /** Declares every parameter that serving needs: writes all of the above, on tables as inputs. */
  public void declareServed(Ops ops) {
    nodeTables(ops);
    Dim d = Dim.of(embeddingDim());
    Expr items = ops.input("served.items", DType.FLOAT, Shape.of(Dim.of(itemCount()), d));
    @Nullable Expr users =
        embedsUsers() ? ops.input("served.users", DType.FLOAT, Shape.of(Dim.named("B"), d)) : null;
    userVectors(ops, items, users);
    itemVectors(ops, items);
    itemBiases(ops);
  }
}
