package io.hardgnn.loss;

import io.hardgnn.encoder.Gives;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.settings.Part;
import io.hardgnn.settings.Violations;
import io.hardgnn.step.Draws;
import io.hardgnn.step.ForwardPass;
import java.util.Set;

/**
 * One term of the objective: a record of its settings that computes it.
 *
 * <p>Its {@link #kind} is the term's name in logs and reports; no other term of an objective may
 * have it. Written against {@link Ops} alone, so it runs on every engine. Stateless and
 * thread-safe.
 *
 * <pre>{@code
 * public record Norm() implements Loss {
 *   public String kind() { return "norm"; }
 *   public Expr compute(Ops ops, ForwardPass forward) {
 *     return ops.sumAll(ops.square(forward.userVectors()));
 *   }
 * }
 * }</pre>
 *
 * <p>which joins the others by its weight:
 *
 * <pre>{@code
 * HardGNN.builder().loss(new Norm(), 1e-3)
 * }</pre>
 */
public interface Loss extends Part {

  /** Returns what the encoder has to give; nothing unless overridden. */
  default Set<Gives> needs() {
    return Set.of();
  }

  /**
   * Returns what a batch has to hold for this loss beside sequences and targets; nothing unless
   * overridden.
   */
  default Draws draws() {
    return Draws.NONE;
  }

  /**
   * Returns whether it is right only if every item is as likely as any other to be among the
   * negatives that a batch shares; false unless overridden. Such a loss is refused beside a
   * popularity of the {@link SampledSoftmax} above 0, and with a sampler of random negatives whose
   * {@linkplain io.hardgnn.negatives.CandidateSampler#expectedCounts expected counts} differ.
   */
  default boolean supposesUniform() {
    return false;
  }

  /**
   * Returns how many scores of each query it holds at once, beside those of the negatives that it
   * {@linkplain #draws draws}; 0 unless overridden. The estimate of memory before a training counts
   * them.
   *
   * @param queries of a step
   * @param itemCount number of items
   */
  default long scoresPerQuery(long queries, int itemCount) {
    return 0;
  }

  /**
   * Returns whether it looks at the parameters of the other terms, so that it is computed after
   * them; false unless overridden.
   */
  default boolean afterOthers() {
    return false;
  }

  /**
   * Checks this loss beside the other parts of an objective; none contradict it unless overridden.
   *
   * @param path place of the loss in JSON
   */
  default void checkWithin(String path, Objective objective, Violations violations) {}

  /**
   * Returns the unweighted term.
   *
   * @param ops the algebra
   * @param forward the forward pass of the step
   * @return a scalar
   */
  Expr compute(Ops ops, ForwardPass forward);
}
