package io.hardgnn.testkit.golden;

import io.hardgnn.loss.BinaryCrossEntropy;
import io.hardgnn.loss.HingeLoss;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.L2Regularization;
import io.hardgnn.loss.L2Scope;
import io.hardgnn.loss.Loss;
import io.hardgnn.loss.Objective;
import io.hardgnn.loss.SelfAugmented;
import io.hardgnn.loss.Term;
import io.hardgnn.negatives.Hardest;
import io.hardgnn.negatives.Pool;
import io.hardgnn.negatives.WholePool;
import io.hardgnn.step.Targets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The objective of a case, with the terms of weight zero: the files give values of those too. */
final class GoldenObjective {

  private GoldenObjective() {}

  /** Returns an objective with every term, in the usual order. */
  static Objective of(GoldenCase golden) {
    boolean bce = GoldenModel.is(golden, "rec", "bce", "hinge");
    List<Term> others = new ArrayList<>();
    add(others, selfAugmented(golden), golden.number("beta"));
    Loss contrast = contrast(golden);
    if (contrast != null) {
      add(others, contrast, golden.number("lam"));
    }
    L2Scope scope =
        GoldenModel.is(golden, "reg_scope", "all", "tables") ? L2Scope.ALL : L2Scope.TABLES;
    add(others, new L2Regularization(scope), golden.number("reg"));
    return new Objective(
        new Targets.OnePerUser(1, golden.integer("M")),
        bce ? new BinaryCrossEntropy(1) : new HingeLoss(1),
        others);
  }

  /** Returns the self-augmented loss. */
  static SelfAugmented selfAugmented(GoldenCase golden) {
    return new SelfAugmented(1, golden.integer("ssldim"), golden.number("leaky"));
  }

  /**
   * Returns the contrastive loss, or null where there is nothing to contrast with: its value is
   * zero then.
   */
  private static @Nullable Loss contrast(GoldenCase golden) {
    int[] shared = golden.inputs().nce().sharedNeg();
    boolean own = GoldenModel.is(golden, "nce", "own", "shared");
    int count = own ? minedPerRow(golden) : shared == null ? 0 : shared.length;
    if (count == 0) {
      return null;
    }
    InfoNce loss = new InfoNce().hardNegatives(count).temperature(golden.number("tau"));
    return own
        ? loss.chosenBy(new Hardest(Hardest.By.COSINE)).from(new Pool.Catalogue())
        : loss.chosenBy(new WholePool()).from(new Pool.Batch(count));
  }

  /** Returns how many items mining can return at most. */
  static int minedPerRow(GoldenCase golden) {
    return Math.min(golden.integer("K"), golden.integer("V"));
  }

  private static void add(List<Term> terms, Loss loss, double weight) {
    terms.add(new Term(loss, weight, 0));
  }
}
