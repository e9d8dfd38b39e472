package io.hardgnn.encoder.selfgnn;

import io.hardgnn.data.IntervalScheme;
import io.hardgnn.encoder.Encoder;
import io.hardgnn.encoder.EncoderConfig;
import io.hardgnn.encoder.Gives;
import io.hardgnn.encoder.GraphPlan;
import io.hardgnn.encoder.Normalization;
import io.hardgnn.encoder.layers.AttentionConfig;
import io.hardgnn.settings.Violations;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The paper's encoder, {@link SelfGnnEncoder}: graphs of intervals (eq. 1-2), recurrence and
 * attention over intervals (eq. 3-5), attention over the sequence (eq. 6-8). It is that of SelfGNN
 * (Liu, Xia and Huang, <i>SelfGNN: Self-Supervised Graph Neural Networks for Sequential
 * Recommendation</i>, SIGIR 2024).
 *
 * @param embeddingDim size of every embedding {@code d}, 1 to 4096; default 64
 * @param propagation intervals and graphs
 * @param fusion the recurrence over intervals
 * @param history the attention over the sequence
 * @param attention every self-attention
 * @param layerNormEpsilon added to the variance in layer normalisation, above 0; default 1e-5
 */
public record SelfGnn(
    int embeddingDim,
    GraphConfig propagation,
    IntervalConfig fusion,
    SequenceConfig history,
    AttentionConfig attention,
    double layerNormEpsilon)
    implements EncoderConfig {

  /**
   * Creates the defaults: the paper's equations with intervals of equal counts, normalised edges
   * and layer normalisation.
   */
  public SelfGnn() {
    this(
        64,
        new GraphConfig(),
        new IntervalConfig(),
        new SequenceConfig(),
        new AttentionConfig(),
        1e-5);
  }

  /**
   * Returns equations 1-8 of the paper literally: intervals of equal width with tables of their
   * own, no normalisation of edges, no layer normalisation, 16 heads without biases, sums over
   * positions, histories of 200.
   */
  public static SelfGnn paper() {
    return new SelfGnn()
        .propagation(
            graph ->
                graph
                    .intervalScheme(IntervalScheme.EQUAL_WIDTH)
                    .layers(2)
                    .normalization(Normalization.NONE)
                    .tablePerInterval(true))
        .fusion(fusion -> fusion.norm(IntervalNorm.NONE))
        .history(history -> history.historyLength(200).layerNorm(false).readout(Readout.SUM))
        .attention(attention -> attention.heads(16).bias(false).outputProjection(false));
  }

  @Override
  public String kind() {
    return "self_gnn";
  }

  @Override
  public int historyLength() {
    return history.historyLength();
  }

  @Override
  public Set<Gives> gives() {
    return Set.of(Gives.USERS, Gives.SEQUENCES, Gives.INTERVALS);
  }

  @Override
  public GraphPlan graph() {
    return new GraphPlan.Intervals(
        propagation.intervals(),
        propagation.intervalScheme(),
        propagation.normalization(),
        propagation.maskTargets());
  }

  @Override
  public Encoder encoder(int userCount, int itemCount) {
    return new SelfGnnEncoder(this, userCount, itemCount);
  }

  @Override
  public void check(String path, Violations violations) {
    violations.whole(path + ".embeddingDim", embeddingDim, 1, 4096);
    propagation.check(path + ".propagation", violations);
    fusion.check(path + ".fusion", violations);
    history.check(path + ".history", violations);
    attention.check(path + ".attention", embeddingDim, violations);
    violations.positive(path + ".layerNormEpsilon", layerNormEpsilon);
  }

  @Override
  public SelfGnn embeddingDim(int size) {
    return new SelfGnn(size, propagation, fusion, history, attention, layerNormEpsilon);
  }

  /** Returns these settings with changed intervals and graphs. */
  public SelfGnn propagation(UnaryOperator<GraphConfig> change) {
    return new SelfGnn(
        embeddingDim, change.apply(propagation), fusion, history, attention, layerNormEpsilon);
  }

  /** Returns these settings with a changed recurrence over intervals. */
  public SelfGnn fusion(UnaryOperator<IntervalConfig> change) {
    return new SelfGnn(
        embeddingDim, propagation, change.apply(fusion), history, attention, layerNormEpsilon);
  }

  /** Returns these settings with a changed attention over the sequence. */
  public SelfGnn history(UnaryOperator<SequenceConfig> change) {
    return new SelfGnn(
        embeddingDim, propagation, fusion, change.apply(history), attention, layerNormEpsilon);
  }

  /** Returns these settings with changed self-attention. */
  public SelfGnn attention(UnaryOperator<AttentionConfig> change) {
    return new SelfGnn(
        embeddingDim, propagation, fusion, history, change.apply(attention), layerNormEpsilon);
  }

  /** Returns these settings with another epsilon of layer normalisation. */
  public SelfGnn layerNormEpsilon(double epsilon) {
    return new SelfGnn(embeddingDim, propagation, fusion, history, attention, epsilon);
  }

  /** Returns these settings with another number of intervals {@code T}. */
  public SelfGnn intervals(int intervals) {
    return propagation(graph -> graph.intervals(intervals));
  }

  /** Returns these settings with another number of propagation layers {@code L}. */
  public SelfGnn graphLayers(int layers) {
    return propagation(graph -> graph.layers(layers));
  }

  /** Returns these settings with another number of attention layers over the sequence. */
  public SelfGnn attentionLayers(int layers) {
    return history(sequence -> sequence.layers(layers));
  }

  /** Returns these settings with another length of the history. */
  public SelfGnn historyLength(int length) {
    return history(sequence -> sequence.historyLength(length));
  }
}
