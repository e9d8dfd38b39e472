package io.hardgnn.onnx.bundle;

import io.hardgnn.onnx.files.BundleFiles;
import io.hardgnn.onnx.graph.OnnxModel;
import io.hardgnn.onnx.graph.OnnxScoringOps;
import io.hardgnn.onnx.graph.SparseSums;
import io.hardgnn.onnx.graph.TensorSource;
import io.hardgnn.onnx.scoring.ExactScorer;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Shape;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The model that scores all items: inner products, biases, and what counted transitions say. */
public final class ScorerModel {

  /** What the strongest transition is divided by at least, where there is none. */
  private static final double TINY = 1e-30;

  private ScorerModel() {}

  /**
   * Returns a model that turns {@code user_embedding [B, d]} into {@code scores [B, V]}; with
   * transitions it also reads {@code recent_items} and {@code recent_mask}, {@code [B, H]}, the
   * newest item in the last column.
   *
   * @param table {@code [V, d]} item embeddings
   * @param bias {@code [V]}, or null for none
   * @param transitions null for none
   */
  public static OnnxModel of(
      TensorSource table,
      @Nullable TensorSource bias,
      @Nullable TransitionTables transitions,
      int items,
      int dim,
      Map<String, String> metadata) {
    OnnxScoringOps ops = new OnnxScoringOps(name -> name.equals("item_embedding") ? table : bias);
    Expr query = ops.input(ExactScorer.QUERY, DType.FLOAT, Shape.of(Dim.named("B"), dim));
    Expr embeddings = ops.parameter("item_embedding", Shape.of(items, dim), Initializer.zeros());
    Expr scores = ops.matmulTransposed(query, embeddings);
    if (bias != null) {
      scores = ops.add(scores, ops.parameter("item_bias", Shape.of(items), Initializer.zeros()));
    }
    if (transitions != null) {
      SparseSums sums = sums(ops, transitions, items);
      Expr added = evidence(ops, sums, transitions);
      Expr before = ops.valuesAt(scores, sums.places());
      scores = ops.replaceAt(scores, sums.places(), ops.add(before, added));
    }
    return ops.model("hardgnn_scorer", Map.of(ExactScorer.SCORES, scores), metadata);
  }

  /** Returns {@code w log(1 + T_j / (epsilon max_k T_k))} of all items, {@code [B, V]}. */
  static Expr evidence(OnnxScoringOps ops, TransitionTables tables, int items) {
    SparseSums sums = sums(ops, tables, items);
    return ops.replaceAt(sums.sums(), sums.places(), evidence(ops, sums, tables));
  }

  /** Returns it for the items that a history leads to; for all others it is zero. */
  private static Expr evidence(OnnxScoringOps ops, SparseSums sums, TransitionTables tables) {
    Expr most = ops.mul(ops.max(sums.entries(), 1), tables.weights().epsilon());
    Expr greatest = ops.expandDims(ops.maximum(most, ops.constant(TINY)), 1);
    Expr share = ops.div(sums.entries(), greatest);
    return ops.mul(ops.log(ops.add(share, 1)), tables.weights().transition());
  }

  /** Returns the transitions {@code T} from the newest items of a history. */
  private static SparseSums sums(OnnxScoringOps ops, TransitionTables tables, int items) {
    int newest = tables.recency().count();
    Shape recent = Shape.of(Dim.named("B"), newest);
    Expr history = ops.input(ExactScorer.RECENT, DType.INT, recent);
    Expr mask = ops.input(ExactScorer.RECENT_MASK, DType.FLOAT, recent);
    double[] ages = new double[newest];
    for (int column = 0; column < newest; column++) {
      ages[column] = tables.recency().weight(newest - 1 - column);
    }
    int perRow = tables.perRow();
    return ops.sparseRowSums(
        history,
        ops.mul(mask, ops.constant(ages, Shape.of(newest))),
        BundleWriter.table(BundleFiles.TRANSITION_ITEMS, items, perRow),
        BundleWriter.table(BundleFiles.TRANSITION_WEIGHTS, items, perRow),
        items,
        perRow,
        items);
  }
}
