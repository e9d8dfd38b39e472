package io.hardgnn.testkit.golden;

import io.hardgnn.loss.SampledPairs;
import io.hardgnn.loss.SelfAugmented;
import io.hardgnn.negatives.HardNegatives;
import io.hardgnn.negatives.Hardest;
import io.hardgnn.negatives.Pool;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.scoring.Prediction;
import io.hardgnn.step.ForwardPass;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Every value of the forward pass of a golden case, by the name it has in the file. */
public final class GoldenForward {

  static final String WEIGHT = "ssl_weight.";
  static final String MINED = "mined_items";
  static final String SIMILARITIES = "mined_sims";
  static final String PRESENT = "mined_present";

  private GoldenForward() {}

  /** Returns the queries that {@link #build} and {@link #values} need. */
  public static GoldenQueries queries(GoldenCase golden) {
    return GoldenQueries.rowsAndPairs(golden);
  }

  /** Writes the values into an algebra. */
  public static Map<String, Expr> build(Ops ops, GoldenCase golden) {
    return values(ops, golden, GoldenModel.definition(golden).forward(ops));
  }

  /**
   * Writes the values of a forward pass that is in the algebra already, such as that of a
   * {@link GoldenStep}.
   */
  public static Map<String, Expr> values(Ops ops, GoldenCase golden, ForwardPass forward) {
    Map<String, Expr> values = new LinkedHashMap<>();
    values.put("e_user", ops.stack(0, forward.nodes().userIntervals().propagated()));
    values.put("e_item", ops.stack(0, forward.nodes().itemIntervals().propagated()));
    values.put("h_user", ops.stack(1, forward.nodes().userIntervals().states()));
    values.put("h_item", ops.stack(1, forward.nodes().itemIntervals().states()));
    values.put("bar_user", Objects.requireNonNull(forward.nodes().users()));
    values.put("bar_item", forward.nodes().items());
    Expr rows = ops.input(GoldenFeeds.ROWS, DType.INT, Shape.of(Dim.named("B")));
    values.put("tilde_user", ops.gather(forward.anchors(), rows));
    values.put("scores_all", scores(ops, forward, rows));
    SampledPairs pairs = SampledPairs.score(ops, forward);
    values.put("s_pos", pairs.positive());
    values.put("s_neg", pairs.negative());
    SelfAugmented selfAugmented = GoldenObjective.selfAugmented(golden);
    for (int t = 0; t < golden.integer("T"); t++) {
      values.put(WEIGHT + t, selfAugmented.reliability(ops, forward, t));
    }
    mine(ops, golden, forward, rows, values);
    return values;
  }

  private static Expr scores(Ops ops, ForwardPass forward, Expr rows) {
    Expr items = forward.prediction().itemVectors(ops, forward.nodes().items());
    return Prediction.allScores(
        ops,
        ops.gather(forward.userVectors(), rows),
        items,
        forward.prediction().biases(ops, null));
  }

  private static void mine(
      Ops ops, GoldenCase golden, ForwardPass forward, Expr rows, Map<String, Expr> values) {
    int count = GoldenObjective.minedPerRow(golden);
    if (count > 0) {
      HardNegatives mined =
          new Hardest(Hardest.By.COSINE)
              .select(ops, new Pool.Catalogue().candidates(ops, forward), count);
      values.put(MINED, ops.gather(mined.rows(), rows));
      values.put(SIMILARITIES, ops.gather(mined.similarities(), rows));
      values.put(PRESENT, ops.gather(mined.present(), rows));
    }
  }
}
