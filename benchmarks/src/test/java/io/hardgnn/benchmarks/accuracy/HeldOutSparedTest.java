package io.hardgnn.benchmarks.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.negatives.Candidates;
import io.hardgnn.negatives.Hardest;
import io.hardgnn.negatives.Sampler;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.step.StepInputs;
import io.hardgnn.testkit.JavaOps;
import io.hardgnn.testkit.JavaTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Mining with the leak of the published program")
class HeldOutSparedTest {

  private static final double[] FIRST = {.1, .2, .8, .9};
  private static final double[] SECOND = {.9, .8, .2, .1};

  /** Four items, of which the held-out ones are closest; an item's vector is its unit vector. */
  private static final class Closest implements Candidates {

    private static final int ITEMS = 4;

    @Override
    public Expr cosines(Ops ops) {
      return ops.input("cosines", DType.FLOAT, Shape.of(Dim.named("Q"), ITEMS));
    }

    @Override
    public Expr scores(Ops ops) {
      return cosines(ops);
    }

    @Override
    public Expr exclude(Ops ops, Expr similarity) {
      return similarity;
    }

    @Override
    public Expr vectors(Ops ops, @Nullable Expr columns) {
      double[] units = new double[ITEMS * ITEMS];
      for (int item = 0; item < ITEMS; item++) {
        units[item * ITEMS + item] = 1;
      }
      Expr table = ops.constant(units, Shape.of(ITEMS, ITEMS));
      return columns == null ? table : ops.gather(table, columns);
    }

    @Override
    public Expr positiveCosines(Ops ops) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Expr positiveScores(Ops ops) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Expr order(Ops ops) {
      throw new UnsupportedOperationException();
    }
  }

  /** Returns the items that are chosen for two anchors, of users 1 and 0. */
  private static List<List<Integer>> chosen(Sampler sampler) {
    JavaOps ops =
        JavaOps.with(
            Map.of(
                StepInputs.NODE_USERS,
                JavaTensor.indices(1, 0),
                StepInputs.BATCH_USERS,
                JavaTensor.indices(0, 1),
                StepInputs.TARGET_SEQUENCES,
                JavaTensor.indices(0, 1),
                "cosines",
                JavaTensor.matrix(FIRST, SECOND)),
            Map.of());
    JavaTensor vectors = ops.valueOf(sampler.choose(ops, new Closest(), 2).vectors());
    List<List<Integer>> items = new ArrayList<>();
    for (int anchor = 0; anchor < 2; anchor++) {
      List<Integer> ofAnchor = new ArrayList<>();
      for (int item = 0; item < Closest.ITEMS; item++) {
        if (vectors.get(anchor, 0, item) + vectors.get(anchor, 1, item) > 0) {
          ofAnchor.add(item);
        }
      }
      items.add(ofAnchor);
    }
    return items;
  }

  @Test
  @DisplayName("never chooses a user's held-out items, which are the hardest without it")
  void spared() {
    HeldOutSpared leak = new HeldOutSpared(List.of(0, 3), List.of(1, 2));
    assertThat(chosen(new Hardest(Hardest.By.COSINE)))
        .containsExactly(List.of(2, 3), List.of(0, 1));
    assertThat(chosen(leak)).containsExactly(List.of(0, 1), List.of(2, 3));
  }

  @Test
  @DisplayName("spares nothing of a user without held-out items")
  void nothingHeldOut() {
    HeldOutSpared leak = new HeldOutSpared(List.of(-1, -1), List.of(-1, -1));
    assertThat(chosen(leak)).containsExactly(List.of(2, 3), List.of(0, 1));
  }
}
