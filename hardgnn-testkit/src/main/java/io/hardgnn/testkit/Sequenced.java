package io.hardgnn.testkit;

import io.hardgnn.encoder.SequenceEmbeddings;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Shape;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the second phase makes of sequences, as a request sees it: with an item table, and without
 * the first phase.
 *
 * @param instance {@code [B, d]}
 * @param positions {@code [B, M, d]}, or null
 */
record Sequenced(JavaTensor instance, @Nullable JavaTensor positions) {

  static Sequenced of(
      TinyModel model, Map<String, JavaTensor> weights, JavaTensor table, TinySequences sequences) {
    JavaOps ops = JavaOps.with(sequences.feeds(), weights);
    Expr items = ops.constant(table.data(), Shape.of(table.sizes()));
    SequenceEmbeddings embedded = model.encoder().embedSequences(ops, items, model.sequences(ops));
    @Nullable Expr positions = embedded.positions();
    return new Sequenced(
        ops.valueOf(embedded.instance()), positions == null ? null : ops.valueOf(positions));
  }

  /** Returns {@code [d]}. */
  JavaTensor instance(int row) {
    return Kernels.slice(instance, 0, row, row + 1);
  }

  /** Returns {@code [to - from, d]}, the positions of some columns of a row. */
  JavaTensor positions(int row, int from, int to) {
    if (positions == null) {
      throw new IllegalStateException("no positions");
    }
    return Kernels.slice(Kernels.slice(positions, 0, row, row + 1), 1, from, to);
  }
}
