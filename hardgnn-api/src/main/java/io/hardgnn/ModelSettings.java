package io.hardgnn;

import io.hardgnn.data.IntervalScheme;
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
import java.util.Objects;

/**
 * The part of {@link HardGNN.Builder} that shapes the model.
 *
 * <p>Ranges are checked together by {@link HardGNN.Builder#build}; the defaults named are those of {@link
 * Presets#standard}.
 *
 * @param <B> the builder itself
 */
public abstract sealed class ModelSettings<B extends ModelSettings<B>> permits ObjectiveSettings {

  private EncoderKind encoder;
  private int embeddingDim;
  private double layerNormEpsilon;
  private int intervals;
  private IntervalScheme intervalScheme;
  private int graphLayers;
  private Normalization normalization;
  private double leakySlope;
  private boolean tablePerInterval;
  private Recurrence recurrence;
  private boolean sharedCell;
  private IntervalNorm intervalNorm;
  private double intervalDropout;
  private int attentionHeads;
  private boolean attentionBias;
  private boolean attentionOutputProjection;
  private AttentionWeights attentionWeights;
  private int historyLength;
  private int anchorHistoryLength;
  private int attentionLayers;
  private SequenceMode sequenceMode;
  private boolean sequenceLayerNorm;
  private Readout readout;
  private double dropout;
  private Similarity similarity;
  private double cosineTemperature;
  private boolean scaleByRootDim;
  private boolean instanceActivation;
  private boolean anchorHistoryLengthGiven;

  ModelSettings(ModelConfig from) {
    encoder = from.encoder();
    embeddingDim = from.embeddingDim();
    layerNormEpsilon = from.layerNormEpsilon();
    intervals = from.graph().intervals();
    intervalScheme = from.graph().intervalScheme();
    graphLayers = from.graph().layers();
    normalization = from.graph().normalization();
    leakySlope = from.graph().leakySlope();
    tablePerInterval = from.graph().tablePerInterval();
    recurrence = from.interval().recurrence();
    sharedCell = from.interval().sharedCell();
    intervalNorm = from.interval().norm();
    intervalDropout = from.interval().dropout();
    attentionHeads = from.attention().heads();
    attentionBias = from.attention().bias();
    attentionOutputProjection = from.attention().outputProjection();
    attentionWeights = from.attention().weights();
    historyLength = from.sequence().historyLength();
    anchorHistoryLength = from.sequence().anchorHistoryLength();
    attentionLayers = from.sequence().layers();
    sequenceMode = from.sequence().mode();
    sequenceLayerNorm = from.sequence().layerNorm();
    readout = from.sequence().readout();
    dropout = from.sequence().dropout();
    similarity = from.scoring().similarity();
    cosineTemperature = from.scoring().cosineTemperature();
    scaleByRootDim = from.scoring().scaleByRootDim();
    instanceActivation = from.scoring().instanceActivation();
  }

  /** Returns this builder, typed. */
  abstract B self();

  /**
   * Chooses the encoder; default {@link EncoderKind#RESIDUAL_GRAPH}. {@link EncoderKind#SELF_GNN} is the paper's, with
   * interval graphs.
   *
   * @return this builder
   */
  public B encoder(EncoderKind encoder) {
    this.encoder = Objects.requireNonNull(encoder, "encoder");
    return self();
  }

  /**
   * Sets the size of every embedding, {@code d}; default 64, range 1 to 4096. Time and memory grow linearly with it.
   *
   * @return this builder
   */
  public B embeddingDim(int embeddingDim) {
    this.embeddingDim = embeddingDim;
    return self();
  }

  /**
   * Sets what is added to the variance in layer normalisation; default 1e-5, greater than 0.
   *
   * @return this builder
   */
  public B layerNormEpsilon(double layerNormEpsilon) {
    this.layerNormEpsilon = layerNormEpsilon;
    return self();
  }

  /**
   * Sets the number of intervals that the time range is cut into, {@code T}; default 5, range 1 to 64. {@link
   * EncoderKind#SELF_GNN} only.
   *
   * @return this builder
   */
  public B intervals(int intervals) {
    this.intervals = intervals;
    return self();
  }

  /**
   * Chooses how the time range is cut; default {@link IntervalScheme#EQUAL_COUNT}. The paper's equal widths leave most
   * intervals nearly empty where activity is uneven. {@link EncoderKind#SELF_GNN} only.
   *
   * @return this builder
   */
  public B intervalScheme(IntervalScheme intervalScheme) {
    this.intervalScheme = Objects.requireNonNull(intervalScheme, "intervalScheme");
    return self();
  }

  /**
   * Sets the number of propagation layers, {@code L}; default 1, range 0 to 8; 0 leaves the graph out.
   *
   * @return this builder
   */
  public B graphLayers(int graphLayers) {
    this.graphLayers = graphLayers;
    return self();
  }

  /**
   * Chooses the weight of an edge; default {@link Normalization#SYMMETRIC}, to which {@link EncoderKind#RESIDUAL_GRAPH} is
   * bound.
   *
   * @return this builder
   */
  public B normalization(Normalization normalization) {
    this.normalization = Objects.requireNonNull(normalization, "normalization");
    return self();
  }

  /**
   * Sets the slope of LeakyReLU for negative values; default 0.5, range 0 to below 1.
   *
   * @return this builder
   */
  public B leakySlope(double leakySlope) {
    this.leakySlope = leakySlope;
    return self();
  }

  /**
   * Sets whether each interval has embedding tables of its own, as in the paper, or all share one; default false. {@code T}
   * times the memory if true. {@link EncoderKind#SELF_GNN} only.
   *
   * @return this builder
   */
  public B tablePerInterval(boolean tablePerInterval) {
    this.tablePerInterval = tablePerInterval;
    return self();
  }

  /**
   * Chooses the recurrent cell over the intervals (paper eq. 4); default {@link Recurrence#GRU}. {@link EncoderKind#SELF_GNN}
   * only.
   *
   * @return this builder
   */
  public B recurrence(Recurrence recurrence) {
    this.recurrence = Objects.requireNonNull(recurrence, "recurrence");
    return self();
  }

  /**
   * Sets whether users and items share one recurrent cell; default false. {@link EncoderKind#SELF_GNN} only.
   *
   * @return this builder
   */
  public B sharedCell(boolean sharedCell) {
    this.sharedCell = sharedCell;
    return self();
  }

  /**
   * Chooses the layer normalisation before the attention over intervals; default {@link IntervalNorm#FEATURE}. {@link
   * EncoderKind#SELF_GNN} only.
   *
   * @return this builder
   */
  public B intervalNorm(IntervalNorm intervalNorm) {
    this.intervalNorm = Objects.requireNonNull(intervalNorm, "intervalNorm");
    return self();
  }

  /**
   * Sets the dropout rate on the outputs of the recurrence; default 0, range 0 to below 1. {@link EncoderKind#SELF_GNN}
   * only.
   *
   * @return this builder
   */
  public B intervalDropout(double intervalDropout) {
    this.intervalDropout = intervalDropout;
    return self();
  }

  /**
   * Sets the number of heads of every attention; default 2; divides {@link #embeddingDim}.
   *
   * @return this builder
   */
  public B attentionHeads(int attentionHeads) {
    this.attentionHeads = attentionHeads;
    return self();
  }

  /**
   * Sets whether query, key and value have biases; default true.
   *
   * @return this builder
   */
  public B attentionBias(boolean attentionBias) {
    this.attentionBias = attentionBias;
    return self();
  }

  /**
   * Sets whether the joined heads are projected once more; default true.
   *
   * @return this builder
   */
  public B attentionOutputProjection(boolean attentionOutputProjection) {
    this.attentionOutputProjection = attentionOutputProjection;
    return self();
  }

  /**
   * Chooses how attention scores become weights; default {@link AttentionWeights#SOFTMAX}.
   *
   * @return this builder
   */
  public B attentionWeights(AttentionWeights attentionWeights) {
    this.attentionWeights = Objects.requireNonNull(attentionWeights, "attentionWeights");
    return self();
  }

  /**
   * Sets how many of a user's most recent interactions are read, {@code M}; default 100, range 1 to 1024. The time of a step
   * grows with it.
   *
   * @return this builder
   */
  public B historyLength(int historyLength) {
    this.historyLength = historyLength;
    return self();
  }

  /**
   * Sets how many of them the anchor of the contrastive loss is made of; default 50 or {@link #historyLength} if that is
   * less, range 1 to {@code historyLength}. {@link io.hardgnn.loss.TargetMode#ONE_PER_USER} only.
   *
   * @return this builder
   */
  public B anchorHistoryLength(int anchorHistoryLength) {
    this.anchorHistoryLength = anchorHistoryLength;
    this.anchorHistoryLengthGiven = true;
    return self();
  }

  /**
   * Sets the number of attention layers over the sequence; default 2, range 0 to 8.
   *
   * @return this builder
   */
  public B attentionLayers(int attentionLayers) {
    this.attentionLayers = attentionLayers;
    return self();
  }

  /**
   * Chooses what the attention over the sequence sees; default {@link SequenceMode#TOKENS}. {@link EncoderKind#SELF_GNN}
   * only.
   *
   * @return this builder
   */
  public B sequenceMode(SequenceMode sequenceMode) {
    this.sequenceMode = Objects.requireNonNull(sequenceMode, "sequenceMode");
    return self();
  }

  /**
   * Sets whether each layer over the sequence normalises its input; default true. {@link EncoderKind#SELF_GNN} only.
   *
   * @return this builder
   */
  public B sequenceLayerNorm(boolean sequenceLayerNorm) {
    this.sequenceLayerNorm = sequenceLayerNorm;
    return self();
  }

  /**
   * Chooses how positions become one vector (paper eq. 8); default {@link Readout#MEAN}. {@link EncoderKind#SELF_GNN} only.
   *
   * @return this builder
   */
  public B readout(Readout readout) {
    this.readout = Objects.requireNonNull(readout, "readout");
    return self();
  }

  /**
   * Sets the dropout rate on embeddings and on the output of each layer over the sequence; default 0.2, range 0 to below 1.
   * Sparse data bears more, up to 0.5. {@link EncoderKind#RESIDUAL_GRAPH} only.
   *
   * @return this builder
   */
  public B dropout(double dropout) {
    this.dropout = dropout;
    return self();
  }

  /**
   * Chooses how two embeddings become a score; default {@link Similarity#COSINE}. Where popularity is the signal {@link
   * Similarity#DOT_WITH_BIAS} may do better; choose on validation.
   *
   * @return this builder
   */
  public B similarity(Similarity similarity) {
    this.similarity = Objects.requireNonNull(similarity, "similarity");
    return self();
  }

  /**
   * Sets what a cosine is divided by to be a score; default 0.07, above 0 to 10. {@link Similarity#COSINE} only. Not to be
   * confused with the contrastive loss's {@code temperature}.
   *
   * @return this builder
   */
  public B cosineTemperature(double cosineTemperature) {
    this.cosineTemperature = cosineTemperature;
    return self();
  }

  /**
   * Sets whether an inner product is divided by the square root of {@link #embeddingDim}; default false.
   *
   * @return this builder
   */
  public B scaleByRootDim(boolean scaleByRootDim) {
    this.scaleByRootDim = scaleByRootDim;
    return self();
  }

  /**
   * Sets whether the instance-level embedding passes LeakyReLU before it is added, as in the authors' programs; default
   * false.
   *
   * @return this builder
   */
  public B instanceActivation(boolean instanceActivation) {
    this.instanceActivation = instanceActivation;
    return self();
  }

  /** Returns the settings of the model as they are now. */
  final ModelConfig modelConfig() {
    int anchor =
        anchorHistoryLengthGiven
            ? anchorHistoryLength
            : Math.min(anchorHistoryLength, historyLength);
    return new ModelConfig(
        encoder,
        embeddingDim,
        layerNormEpsilon,
        new GraphConfig(
            intervals, intervalScheme, graphLayers, normalization, leakySlope, tablePerInterval),
        new IntervalConfig(recurrence, sharedCell, intervalNorm, intervalDropout),
        new AttentionConfig(
            attentionHeads, attentionBias, attentionOutputProjection, attentionWeights),
        new SequenceConfig(
            historyLength,
            anchor,
            attentionLayers,
            sequenceMode,
            sequenceLayerNorm,
            readout,
            dropout),
        new ScoringConfig(similarity, cosineTemperature, scaleByRootDim, instanceActivation));
  }
}
