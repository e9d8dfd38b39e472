package io.hardgnn.batch;

import io.hardgnn.data.Sequences;
import io.hardgnn.engine.TrainingConfig;
import io.hardgnn.negatives.CandidateSampler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Which users an epoch visits and in which batches. */
final class EpochPlan {

  /** Batches whose users are sorted by length together: long enough to save padding, short enough to stay random. */
  private static final int BATCHES_PER_BUCKET = 16;

  private EpochPlan() {}

  /**
   * Draws an epoch: users in random order, no user twice.
   *
   * @param trainable the users to draw from, see {@link #trainable}
   * @param byLength whether batches hold sequences of similar length
   */
  static List<int[]> plan(
      int[] trainable,
      Sequences sequences,
      TrainingConfig config,
      SplittableRandom random,
      boolean byLength) {
    int[] users = trainable.clone();
    shuffle(users, random);
    if (config.usersPerEpoch() > 0 && config.usersPerEpoch() < users.length) {
      users = Arrays.copyOf(users, config.usersPerEpoch());
    }
    int batchSize = Math.min(config.batchSize(), users.length);
    if (byLength) {
      long bucket = (long) batchSize * BATCHES_PER_BUCKET;
      sortWithinBuckets(users, sequences, (int) Math.min(bucket, users.length));
    }
    List<int[]> batches = new ArrayList<>();
    for (int from = 0; from < users.length; from += batchSize) {
      int size = Math.min(batchSize, users.length - from);
      batches.add(Arrays.copyOfRange(users, from, from + size));
    }
    Collections.shuffle(batches, new Random(random.nextLong()));
    return batches;
  }

  /**
   * Returns the users there is something to learn from, ascending: at least two training interactions, hence a next item, and a
   * negative where pairs are sampled.
   *
   * @throws IllegalArgumentException if there is none
   */
  static int[] trainable(Sequences sequences, boolean samplesPairs, CandidateSampler sampler) {
    int[] withNext =
        IntStream.range(0, sequences.userCount())
            .filter(user -> sequences.length(user) >= 2)
            .toArray();
    if (withNext.length == 0) {
      throw new IllegalArgumentException(
          "none of "
              + sequences.userCount()
              + " users has two or more training interactions, so there is no next item to learn from");
    }
    if (!samplesPairs) {
      return withNext;
    }
    int[] users = Arrays.stream(withNext).filter(sampler::hasNegatives).toArray();
    if (users.length == 0) {
      throw new IllegalArgumentException(
          "every user has interacted with all "
              + sequences.itemCount()
              + " items, so there is no negative to learn from; use more items or the softmax loss");
    }
    return users;
  }

  private static void shuffle(int[] users, SplittableRandom random) {
    for (int i = users.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = users[i];
      users[i] = users[j];
      users[j] = swapped;
    }
  }

  private static void sortWithinBuckets(int[] users, Sequences sequences, int bucket) {
    for (int from = 0; from < users.length; from += bucket) {
      long[] keys = new long[Math.min(bucket, users.length - from)];
      for (int i = 0; i < keys.length; i++) {
        keys[i] = (long) sequences.length(users[from + i]) << 32 | users[from + i];
      }
      Arrays.sort(keys);
      for (int i = 0; i < keys.length; i++) {
        users[from + i] = (int) keys[i];
      }
    }
  }
}
