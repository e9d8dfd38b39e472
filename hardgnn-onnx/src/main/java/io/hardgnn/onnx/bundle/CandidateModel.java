package io.hardgnn.onnx.bundle;

import io.hardgnn.onnx.graph.OnnxModel;
import io.hardgnn.onnx.graph.OnnxScoringOps;
import io.hardgnn.onnx.graph.TensorSource;
import io.hardgnn.onnx.scoring.ExactScorer;
import io.hardgnn.onnx.scoring.RerankingScorer;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The model that multiplies in whole numbers, to find the items whose scores are worth a look. */
final class CandidateModel {

  private CandidateModel() {}

  /**
   * Returns a model that turns {@code user_embedding [B, d]}, each divided by its greatest absolute
   * value, into {@code products [B, V]}, see {@link OnnxScoringOps#integerProducts}; with transitions it
   * reads what {@link ScorerModel} reads and also gives {@code evidence [B, V]}, what they add.
   *
   * @param table {@code [d, V]} signed bytes
   * @param transitions null for none
   */
  static OnnxModel of(
      TensorSource.External table,
      @Nullable TransitionTables transitions,
      int items,
      int dim,
      Map<String, String> metadata) {
    OnnxScoringOps ops = new OnnxScoringOps(name -> null);
    Expr query = ops.input(ExactScorer.QUERY, DType.FLOAT, Shape.of(Dim.named("B"), dim));
    Map<String, Expr> outputs = new LinkedHashMap<>();
    outputs.put(RerankingScorer.PRODUCTS, ops.integerProducts(query, table, items));
    if (transitions != null) {
      outputs.put(RerankingScorer.EVIDENCE, ScorerModel.evidence(ops, transitions, items));
    }
    return ops.model("hardgnn_candidates", outputs, metadata);
  }
}
