package io.hardgnn.negatives;

import io.hardgnn.ops.Ops;
import io.hardgnn.settings.Part;
import io.hardgnn.settings.Violations;
import java.util.Set;

/**
 * Says which negatives of a pool each anchor is contrasted with, inside the training step and by
 * the current embeddings.
 *
 * <p>An application's own sampler is handed over:
 * {@code HardGNN.builder().hardNegatives(10, new MySampler())}. Stateless and thread-safe.
 *
 * <pre>{@code
 * public record SemiHard(double margin) implements Sampler {
 *   public SemiHard() { this(0.1); }
 *   public String kind() { return "semi_hard"; }
 *   public Chosen choose(Ops ops, Candidates candidates, int count) {
 *     Expr far = ops.neg(ops.square(ops.add(candidates.cosines(ops), margin)));
 *     HardNegatives best = HardNegatives.hardest(ops, candidates.exclude(ops, far), count);
 *     return new Chosen(candidates.vectors(ops, best.rows()), best.present());
 *   }
 * }
 * }</pre>
 */
public interface Sampler extends Part {

  /**
   * Chooses negatives for each anchor.
   *
   * @param count negatives per anchor {@code K}, at least 1, at most the number of candidates
   */
  Chosen choose(Ops ops, Candidates candidates, int count);

  /**
   * Notes what keeps this sampler from choosing a number of negatives per anchor; nothing unless
   * overridden.
   *
   * @param path of this sampler in the settings
   * @param count negatives per anchor, as {@link #choose} gets it
   * @param asking what asks for them, such as {@code hardNegatives of info_nce}
   */
  default void checkCount(String path, int count, String asking, Violations violations) {}

  /**
   * Returns whether each anchor has negatives of its own, which leave out the training items of its
   * user; if not, the same are contrasted with all anchors. True unless overridden.
   */
  default boolean perAnchor() {
    return true;
  }

  /** What a sampler may look at beside the similarities and vectors of its candidates. */
  enum Need {
    /** {@link Candidates#order}; pool {@code proposed} has none. */
    RANDOM_ORDER,
    /** {@link Candidates#positiveCosines} and {@link Candidates#positiveScores}. */
    POSITIVE,
    /** {@link io.hardgnn.step.StepInputs#epoch}. */
    EPOCH
  }

  /** Returns what this sampler looks at beside its candidates; nothing unless overridden. */
  default Set<Need> needs() {
    return Set.of();
  }
}
