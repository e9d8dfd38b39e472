package io.hardgnn.batch;

import io.hardgnn.ops.HostTensor;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Builds sequences, targets and negatives of a step; one implementation per
 * {@link io.hardgnn.step.Targets}.
 */
interface TargetBatches {

  /**
   * What was built.
   *
   * @param queries number of targets
   * @param targets the item predicted for each user, or null if every item of theirs is
   */
  @SuppressWarnings("ArrayRecordComponent") // handed from one method to the next
  record Built(int queries, int @Nullable [] targets) {}

  /**
   * Adds the arrays of a batch; the rows of its users and the graphs are {@link BatchSource}'s to
   * add.
   *
   * @param pieces of which sequences, numbered by {@link Pieces}
   */
  Built put(Map<String, HostTensor> feeds, SplittableRandom random, int[] pieces);
}
