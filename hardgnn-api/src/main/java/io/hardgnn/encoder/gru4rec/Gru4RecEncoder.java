package io.hardgnn.encoder.gru4rec;

import io.hardgnn.encoder.BipartiteGraph;
import io.hardgnn.encoder.Encoder;
import io.hardgnn.encoder.NodeEmbeddings;
import io.hardgnn.encoder.Nodes;
import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.encoder.SequenceEmbeddings;
import io.hardgnn.encoder.layers.EmbeddingTables;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import java.util.List;

/** A table of items and {@link GatedRecurrence} over the sequence. */
record Gru4RecEncoder(Gru4Rec config, int itemCount) implements Encoder {

  private static final Initializer START = Initializer.normal(0.1);

  @Override
  public NodeEmbeddings embedNodes(Ops ops, List<BipartiteGraph> graphs, Nodes nodes) {
    return EmbeddingTables.itemRows(ops, itemCount, config.embeddingDim(), START, nodes);
  }

  @Override
  public SequenceEmbeddings embedSequences(Ops ops, Expr itemTable, SequenceBatch sequences) {
    Expr states = dropped(ops, ops.stack(0, states(ops, itemTable, sequences)));
    Expr newest = ops.select(states, 0, config.historyLength() - 1);
    Expr positions = ops.tail(ops.transpose(states, 1, 0, 2), 1, sequences.length());
    return new SequenceEmbeddings(instance(ops, newest, sequences), positions);
  }

  @Override
  public Expr embedHistories(Ops ops, Expr itemTable, SequenceBatch sequences) {
    List<Expr> states = states(ops, itemTable, sequences);
    return instance(ops, dropped(ops, states.get(states.size() - 1)), sequences);
  }

  /** The newest interaction stands at the last step; an empty sequence has none. */
  private static Expr instance(Ops ops, Expr newest, SequenceBatch sequences) {
    return ops.mul(newest, ops.expandDims(ops.max(sequences.mask(), 1), 1));
  }

  /** Returns the state of the last layer after each of {@code historyLength} steps. */
  private List<Expr> states(Ops ops, Expr itemTable, SequenceBatch sequences) {
    Steps steps = Steps.of(ops, sequences, config.historyLength());
    Expr inputs = ops.gather(itemTable, steps.items());
    List<Expr> states = List.of();
    for (int layer = 0; layer < config.layers(); layer++) {
      inputs = layer == 0 ? inputs : ops.stack(0, states);
      GatedRecurrence recurrence = new GatedRecurrence("recurrence." + layer);
      states = recurrence.run(ops, dropped(ops, inputs), steps.used());
    }
    return states;
  }

  private Expr dropped(Ops ops, Expr x) {
    return ops.dropout(x, config.dropout());
  }

  /**
   * A batch of sequences by steps, as many as a sequence can have.
   *
   * @param items INT {@code [steps, B]}; any item where there is none
   * @param used {@code [steps, B]}, 1 where a sequence has an item
   */
  private record Steps(Expr items, Expr used) {

    static Steps of(Ops ops, SequenceBatch sequences, int count) {
      double[] identity = new double[count * count];
      for (int i = 0; i < count; i++) {
        identity[i * count + i] = 1;
      }
      // Row s is 1 in the column that stands at step s; steps before the first column have none.
      Expr columns =
          ops.tail(ops.constant(identity, Shape.of(count, count)), 1, sequences.length());
      Expr column = ops.reshape(ops.topK(columns, 1).indices(), Shape.of(Dim.of(count)));
      Expr mask = ops.gather(ops.transpose(sequences.mask(), 1, 0), column);
      return new Steps(
          ops.gather(ops.transpose(sequences.items(), 1, 0), column),
          ops.mul(mask, ops.expandDims(ops.max(columns, 1), 1)));
    }
  }
}
