package io.hardgnn.engine;

import io.hardgnn.data.Sequences;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** Which users an epoch visits and in which batches. */
final class EpochPlan {

  /** Batches whose users are sorted by length together: long enough to save padding, short enough to stay random. */
  private static final int BATCHES_PER_BUCKET = 16;

  private EpochPlan() {}

  /**
   * Draws an epoch: users with at least two training interactions in random order, no user twice.
   *
   * @param byLength whether batches hold sequences of similar length
   */
  static List<int[]> plan(
      Sequences sequences, TrainingConfig config, SplittableRandom random, boolean byLength) {
    int[] users = trainable(sequences);
    shuffle(users, random);
    if (config.usersPerEpoch() > 0 && config.usersPerEpoch() < users.length) {
      users = Arrays.copyOf(users, config.usersPerEpoch());
    }
    if (byLength) {
      sortWithinBuckets(users, sequences, config.batchSize() * BATCHES_PER_BUCKET);
    }
    List<int[]> batches = new ArrayList<>();
    for (int from = 0; from < users.length; from += config.batchSize()) {
      batches.add(Arrays.copyOfRange(users, from, Math.min(users.length, from + config.batchSize())));
    }
    Collections.shuffle(batches, new Random(random.nextLong()));
    return batches;
  }

  private static int[] trainable(Sequences sequences) {
    int[] users = new int[sequences.userCount()];
    int count = 0;
    for (int user = 0; user < users.length; user++) {
      if (sequences.length(user) >= 2) {
        users[count++] = user;
      }
    }
    return Arrays.copyOf(users, count);
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
      int to = Math.min(users.length, from + bucket);
      long[] keys = new long[to - from];
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
