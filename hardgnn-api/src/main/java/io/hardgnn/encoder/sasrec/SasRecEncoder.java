package io.hardgnn.encoder.sasrec;

import io.hardgnn.encoder.BipartiteGraph;
import io.hardgnn.encoder.Encoder;
import io.hardgnn.encoder.NodeEmbeddings;
import io.hardgnn.encoder.Nodes;
import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.encoder.SequenceEmbeddings;
import io.hardgnn.encoder.layers.CausalTransformer;
import io.hardgnn.encoder.layers.EmbeddingTables;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import java.util.List;

/** A table of items and a {@link CausalTransformer} over the sequence. */
record SasRecEncoder(SasRec config, int itemCount) implements Encoder {

  private static final Initializer START = Initializer.normal(0.02);

  @Override
  public NodeEmbeddings embedNodes(Ops ops, List<BipartiteGraph> graphs, Nodes nodes) {
    return EmbeddingTables.itemRows(ops, itemCount, config.embeddingDim(), START, nodes);
  }

  @Override
  public SequenceEmbeddings embedSequences(Ops ops, Expr itemTable, SequenceBatch sequences) {
    return config.transformer().embedSequences(ops, itemTable, sequences);
  }

  @Override
  public Expr embedHistories(Ops ops, Expr itemTable, SequenceBatch sequences) {
    return config.transformer().embedHistories(ops, itemTable, sequences);
  }
}
