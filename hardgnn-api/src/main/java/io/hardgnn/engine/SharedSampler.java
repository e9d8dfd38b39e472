package io.hardgnn.engine;

import io.hardgnn.negatives.CandidateSampler;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Draws what a batch shares in one way, which the softmax corrects for, and negatives of one user
 * in another.
 */
record SharedSampler(CandidateSampler shared, CandidateSampler ofUsers)
    implements CandidateSampler {

  @Override
  public void drawForUser(SplittableRandom random, int user, int[] into, int from, int to) {
    ofUsers.drawForUser(random, user, into, from, to);
  }

  @Override
  public boolean hasNegatives(int user) {
    return ofUsers.hasNegatives(user);
  }

  @Override
  public int[] drawShared(SplittableRandom random, int count) {
    return shared.drawShared(random, count);
  }

  @Override
  public double @Nullable [] expectedCounts(int[] drawn) {
    return shared.expectedCounts(drawn);
  }
}
