package io.hardgnn.golden;

import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.L2Regularization;
import io.hardgnn.loss.L2Scope;
import io.hardgnn.loss.Loss;
import io.hardgnn.loss.MinedNegatives;
import io.hardgnn.loss.Objective;
import io.hardgnn.loss.RandomNegatives;
import io.hardgnn.loss.SelfAugmented;
import io.hardgnn.loss.WeightedLoss;
import io.hardgnn.sampling.HardestByCosine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The objective of a case whose weights are partly zero: the files give values of those terms too. */
final class GoldenObjective {

  private GoldenObjective() {}

  /** Returns an objective with the terms that are left out of it for their zero weight, in the usual order. */
  static Objective withEveryTerm(GoldenCase golden, Objective objective) {
    List<WeightedLoss> losses = new ArrayList<>();
    losses.add(objective.losses().get(0));
    add(
        losses,
        new SelfAugmented(golden.integer("T"), golden.integer("ssldim"), golden.number("leaky")),
        golden.number("beta"));
    Loss contrast = contrast(golden);
    if (contrast != null) {
      add(losses, contrast, golden.number("lam"));
    }
    L2Scope scope = golden.text("reg_scope").equals("all") ? L2Scope.ALL : L2Scope.TABLES;
    add(losses, new L2Regularization(scope), golden.number("reg"));
    return new Objective(losses);
  }

  /** Returns the contrastive loss, or null where there is nothing to contrast with: its value is zero then. */
  private static @Nullable Loss contrast(GoldenCase golden) {
    int[] shared = golden.inputs().nce().sharedNeg();
    boolean own = golden.text("nce").equals("own");
    int count = own ? minedPerRow(golden) : shared == null ? 0 : shared.length;
    if (count == 0) {
      return null;
    }
    InfoNce.Negatives negatives =
        own ? new MinedNegatives(new HardestByCosine(), count) : new RandomNegatives(count);
    return new InfoNce(negatives, golden.number("tau"));
  }

  /** Returns how many items mining can return at most. */
  static int minedPerRow(GoldenCase golden) {
    return Math.min(golden.integer("K"), golden.integer("V"));
  }

  private static void add(List<WeightedLoss> losses, Loss loss, double weight) {
    losses.add(new WeightedLoss(loss, weight, 0));
  }
}
