package io.hardgnn.benchmarks.accuracy;

import io.hardgnn.data.HeldOut;
import io.hardgnn.data.Sequences;
import io.hardgnn.negatives.CandidateSampler;
import io.hardgnn.negatives.Candidates;
import io.hardgnn.negatives.Chosen;
import io.hardgnn.negatives.HardNegatives;
import io.hardgnn.negatives.Sampler;
import io.hardgnn.negatives.UniformSampler;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.step.StepInputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The leak of the published program, to measure what it is worth: a user's validation and test item
 * are never among the negatives, so they are the only unknown items that training never pushes
 * away. Nothing that is evaluated honestly may use this; the library has no such thing.
 *
 * @param validation the validation item of each user, or -1
 * @param test the test item of each user, or -1
 */
public record HeldOutSpared(List<Integer> validation, List<Integer> test) implements Sampler {

  public static HeldOutSpared of(HeldOut validation, HeldOut test) {
    return new HeldOutSpared(targets(validation), targets(test));
  }

  private static List<Integer> targets(HeldOut heldOut) {
    List<Integer> targets = new ArrayList<>();
    for (int user = 0; user < heldOut.userCount(); user++) {
      targets.add(heldOut.target(user));
    }
    return targets;
  }

  @Override
  public String kind() {
    return "hardest_with_leak";
  }

  /** The hardest of the catalogue by cosine, as in paper eq. 11, without the held-out items. */
  @Override
  public Chosen choose(Ops ops, Candidates candidates, int count) {
    Expr users =
        ops.gather(
            StepInputs.indices(ops, StepInputs.NODE_USERS, "NU"),
            ops.gather(
                StepInputs.indices(ops, StepInputs.BATCH_USERS, "B"),
                StepInputs.indices(ops, StepInputs.TARGET_SEQUENCES, "Q")));
    Expr similarity = candidates.exclude(ops, ops.stopGradient(candidates.cosines(ops)));
    for (List<Integer> items : List.of(validation, test)) {
      similarity = without(ops, similarity, users, items);
    }
    HardNegatives hardest = HardNegatives.hardest(ops, similarity, count);
    return new Chosen(candidates.vectors(ops, hardest.rows()), hardest.present());
  }

  private static Expr without(Ops ops, Expr similarity, Expr users, List<Integer> items) {
    double[] table = items.stream().mapToDouble(item -> item).toArray();
    Expr spared = ops.gather(ops.constant(table, Shape.of(table.length)), users);
    int all = similarity.shape().dim(-1).size();
    Expr columns =
        ops.constant(IntStream.range(0, all).mapToDouble(item -> item).toArray(), Shape.of(1, all));
    Expr away = ops.square(ops.sub(columns, ops.expandDims(spared, 1)));
    return ops.where(
        ops.greater(ops.constant(0.25), away), ops.constant(HardNegatives.EXCLUDED), similarity);
  }

  /** Returns random negatives with the same leak. */
  public CandidateSampler randomNegatives(Sequences training) {
    return new Random(new UniformSampler(training), this, withNegatives(training));
  }

  /** Returns the users who have an item that is neither a training item nor held out. */
  private BitSet withNegatives(Sequences training) {
    BitSet users = new BitSet();
    for (int user = 0; user < training.userCount(); user++) {
      BitSet known = new BitSet(training.itemCount());
      Arrays.stream(training.itemsOf(user)).forEach(known::set);
      IntStream.of(validation.get(user), test.get(user))
          .filter(item -> item >= 0)
          .forEach(known::set);
      users.set(user, known.cardinality() < training.itemCount());
    }
    return users;
  }

  /** Uniform negatives of a user that are drawn again where they are held out. */
  private record Random(UniformSampler honest, HeldOutSpared leak, BitSet withNegatives)
      implements CandidateSampler {
    @Override
    public void drawForUser(SplittableRandom random, int user, int[] into, int from, int to) {
      for (int i = from; i < to; i++) {
        do {
          honest.drawForUser(random, user, into, i, i + 1);
        } while (into[i] == leak.validation.get(user) || into[i] == leak.test.get(user));
      }
    }

    @Override
    public int[] drawShared(SplittableRandom random, int count) {
      return honest.drawShared(random, count);
    }

    @Override
    public boolean hasNegatives(int user) {
      return withNegatives.get(user);
    }
  }
}
