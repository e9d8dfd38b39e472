package io.hardgnn.engine;

import io.hardgnn.encoder.NodeEmbeddings;
import io.hardgnn.encoder.Nodes;
import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.encoder.SequenceEmbeddings;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.scoring.Prediction;
import io.hardgnn.step.ForwardPass;
import io.hardgnn.step.StepInputs;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the forward pass of a training step: the embeddings of its nodes and sequences, and from
 * them a user vector for each of its targets.
 */
record StepForward(ModelDefinition model, Prediction prediction) {

  /** Writes it; see {@link ModelDefinition#forward}. */
  ForwardPass write(Ops ops) {
    @Nullable Expr itemNodes =
        model.namesItemNodes() ? StepInputs.indices(ops, StepInputs.NODE_ITEMS, "NI") : null;
    NodeEmbeddings nodes = model.nodes(ops, new Nodes(model.userNodes(ops), itemNodes));
    SequenceBatch sequences = SequenceBatch.declare(ops, model.readsTimeGaps());
    SequenceEmbeddings embedded = embed(ops, nodes.items(), sequences);
    Expr targets = StepInputs.indices(ops, StepInputs.TARGETS, "Q");
    Expr sequenceOfQuery = StepInputs.indices(ops, StepInputs.TARGET_SEQUENCES, "Q");
    Expr instance = queries(ops, embedded, sequences, sequenceOfQuery);
    @Nullable Expr users =
        nodes.users() == null
            ? null
            : ops.gather(
                nodes.users(),
                ops.gather(StepInputs.indices(ops, StepInputs.BATCH_USERS, "B"), sequenceOfQuery));
    Expr userVectors = prediction.userVectors(ops, model.encoder().combine(ops, users, instance));
    Expr anchors =
        model.shortensAnchors() ? shortAnchors(ops, nodes.items(), sequenceOfQuery) : instance;
    return new ForwardPass(
        nodes,
        userVectors,
        anchors,
        targets,
        itemNodes,
        sequenceOfQuery,
        prediction.ofNodes(itemNodes),
        model.itemCount(),
        model.draws().sharedOf(model.itemCount()),
        model.draws().proposal().weighsShared());
  }

  private Expr queries(
      Ops ops, SequenceEmbeddings embedded, SequenceBatch sequences, Expr sequenceOfQuery) {
    if (model.objective().targets().onePerSequence()) {
      return ops.gather(embedded.instance(), sequenceOfQuery);
    }
    Expr positions = embedded.positions();
    if (positions == null) {
      throw new IllegalArgumentException(
          "targets (objective.targets) are "
              + model.objective().targets().kind()
              + ", but encoder "
              + model.encoderConfig().kind()
              + " embeds no positions of a sequence; use targets one_per_user, or let it give positions");
    }
    Dim flat = sequences.batch().times(sequences.length());
    Expr rows = ops.reshape(positions, Shape.of(flat, model.embeddingDim()));
    return ops.gather(rows, StepInputs.indices(ops, StepInputs.TARGET_POSITIONS, "Q"));
  }

  private Expr shortAnchors(Ops ops, Expr itemTable, Expr sequenceOfQuery) {
    SequenceBatch shorter =
        SequenceBatch.declare(ops, SequenceBatch.ANCHOR, "MA", model.readsTimeGaps());
    return ops.gather(embed(ops, itemTable, shorter).instance(), sequenceOfQuery);
  }

  /**
   * Embeds sequences, some beside others where the engine can; their positions only where they are
   * targets, since without them the padding of short ones can be left out.
   */
  private SequenceEmbeddings embed(Ops ops, Expr itemTable, SequenceBatch sequences) {
    if (model.objective().targets().onePerSequence()) {
      Expr instance =
          ops.mapSequences(
              sequences.toList(),
              some ->
                  model
                      .encoder()
                      .embedSequences(ops, itemTable, SequenceBatch.of(some))
                      .instance());
      return new SequenceEmbeddings(instance, null);
    }
    List<Expr> embedded =
        ops.mapRows(
            sequences.toList(),
            rows ->
                model.encoder().embedSequences(ops, itemTable, SequenceBatch.of(rows)).toList());
    return SequenceEmbeddings.of(embedded);
  }
}
