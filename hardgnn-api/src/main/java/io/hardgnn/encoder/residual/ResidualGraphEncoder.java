package io.hardgnn.encoder.residual;

import io.hardgnn.encoder.BipartiteGraph;
import io.hardgnn.encoder.Encoder;
import io.hardgnn.encoder.IntervalEmbeddings;
import io.hardgnn.encoder.NodeEmbeddings;
import io.hardgnn.encoder.Nodes;
import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.encoder.SequenceEmbeddings;
import io.hardgnn.encoder.layers.Activation;
import io.hardgnn.encoder.layers.CausalTransformer;
import io.hardgnn.encoder.layers.EmbeddingTables;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The default encoder: item embeddings with residual propagation over all training edges, and a
 * causal transformer over the sequence.
 *
 * <p>Items are {@code X = E + sum_l a_l * G^l(E)} with {@code G(E) = A'^T (A' E)},
 * {@code A' = D_u^-1/2 A D_i^-1/2} over the training edges (LightGCN's weights; He et al., 2020)
 * and a gain {@code a} per feature that starts at 1. The sequence encoder is SASRec's (Kang and
 * McAuley, 2018) in its pre-norm form; every position sees only its past, so every position can be
 * a training target. Nothing is kept per user: a user never seen in training is served like any
 * other.
 */
public final class ResidualGraphEncoder implements Encoder {

  private static final Initializer START = Initializer.normal(0.02);

  private final ResidualGraph config;
  private final int itemCount;
  private final CausalTransformer transformer;

  /**
   * Creates an encoder.
   *
   * @param config settings
   * @param itemCount number of items
   */
  public ResidualGraphEncoder(ResidualGraph config, int itemCount) {
    this.config = config;
    this.itemCount = itemCount;
    this.transformer =
        new CausalTransformer(
            new CausalTransformer.Settings(
                config.embeddingDim(),
                config.historyLength(),
                config.positions(),
                config.timeGaps(),
                config.attentionLayers(),
                config.attention(),
                config.feedForward(),
                Activation.GELU,
                config.gated(),
                config.dropout(),
                config.layerNormEpsilon()));
  }

  @Override
  public NodeEmbeddings embedNodes(Ops ops, List<BipartiteGraph> graphs, Nodes nodes) {
    Expr embedding = EmbeddingTables.items(ops, itemCount, config.embeddingDim(), START);
    List<BipartiteGraph.Scaled> propagated = new ArrayList<>();
    for (int layer = 0; layer < config.graphLayers(); layer++) {
      Expr input = layer == 0 ? embedding : propagated.get(layer - 1).rows(ops, null);
      propagated.add(graphs.get(0).itemsThroughUsers(ops, input));
    }
    NodeEmbeddings.CatalogueEmbedder rows = some -> residual(ops, embedding, propagated, some);
    return new NodeEmbeddings(
        null, rows.embed(nodes.items()), IntervalEmbeddings.NONE, IntervalEmbeddings.NONE, rows);
  }

  /** Adds what each layer propagated to the embedding of some items, or of all for null. */
  private Expr residual(
      Ops ops, Expr embedding, List<BipartiteGraph.Scaled> propagated, @Nullable Expr some) {
    Expr items = some == null ? embedding : ops.gather(embedding, some);
    for (int layer = 0; layer < propagated.size(); layer++) {
      Expr gain =
          ops.parameter(
              "propagation." + layer + ".gain",
              Shape.of(config.embeddingDim()),
              Initializer.ones());
      items = ops.add(items, ops.mul(propagated.get(layer).rows(ops, some), gain));
    }
    return items;
  }

  @Override
  public SequenceEmbeddings embedSequences(Ops ops, Expr itemTable, SequenceBatch sequences) {
    return transformer.embedSequences(ops, itemTable, sequences);
  }

  @Override
  public Expr embedHistories(Ops ops, Expr itemTable, SequenceBatch sequences) {
    return transformer.embedHistories(ops, itemTable, sequences);
  }
}
