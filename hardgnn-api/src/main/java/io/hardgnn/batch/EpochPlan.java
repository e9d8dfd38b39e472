package io.hardgnn.batch;

import io.hardgnn.data.Sequences;
import io.hardgnn.engine.TrainingConfig;
import io.hardgnn.internal.random.Shuffle;
import io.hardgnn.negatives.CandidateSampler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Which sequences an epoch visits and in which batches. */
final class EpochPlan {

  /** How many batches are sorted together by the length of what is read of their sequences. */
  enum Order {
    /** None: no sequence is read. */
    RANDOM(0),
    /**
     * One: which sequences a batch holds stays random, and the engine embeds those of similar length
     * together.
     */
    WITHIN_BATCHES(1),
    /** So many that batches hold sequences of similar length, and so few that they stay random. */
    ACROSS_BATCHES(16);

    private final int batches;

    Order(int batches) {
      this.batches = batches;
    }
  }

  private EpochPlan() {}

  /**
   * Draws an epoch: pieces of sequences in random order, none twice.
   *
   * @param pieces those to draw from
   */
  static List<int[]> plan(
      int[] pieces, Pieces of, TrainingConfig config, SplittableRandom random, Order order) {
    int[] drawn = pieces.clone();
    Shuffle.of(drawn, random);
    drawn = Arrays.copyOf(drawn, drawn(pieces.length, config));
    int batchSize = Math.min(config.batchSize(), drawn.length);
    if (order != Order.RANDOM) {
      long bucket = (long) batchSize * order.batches;
      sortWithinBuckets(drawn, of, (int) Math.min(bucket, drawn.length));
    }
    List<int[]> batches = new ArrayList<>();
    for (int from = 0; from < drawn.length; from += batchSize) {
      int size = Math.min(batchSize, drawn.length - from);
      batches.add(Arrays.copyOfRange(drawn, from, from + size));
    }
    Collections.shuffle(batches, new Random(random.nextLong()));
    return batches;
  }

  /** Returns the mean number of pieces of a batch, of which the last of an epoch may have fewer. */
  static double meanSize(int pieces, TrainingConfig config) {
    int drawn = drawn(pieces, config);
    int steps = (drawn - 1) / config.batchSize() + 1;
    return (double) drawn / steps;
  }

  /** Returns how many of all pieces an epoch draws. */
  static int drawn(int pieces, TrainingConfig config) {
    return config.usersPerEpoch() > 0 ? Math.min(config.usersPerEpoch(), pieces) : pieces;
  }

  /**
   * Returns the users there is something to learn from, ascending: of at least two training
   * interactions where a next item is learned, and with a negative where pairs are sampled.
   *
   * @param least fewest training interactions
   * @throws IllegalArgumentException if there is none
   */
  static int[] trainable(
      Sequences sequences, int least, boolean samplesPairs, CandidateSampler sampler) {
    int[] withNext =
        IntStream.range(0, sequences.userCount())
            .filter(user -> sequences.length(user) >= least)
            .toArray();
    if (withNext.length == 0) {
      throw new IllegalArgumentException(
          "none of "
              + sequences.userCount()
              + (least == 1
                  ? " users has a training interaction, so there is nothing to learn from"
                  : " users has two or more training interactions, so there is no next item to"
                      + " learn from; where leave-one-out holds out two of each user's, users need"
                      + " four: split in time, or hold nothing out"));
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

  /** Sorts by length; those of one length stay in the random order that they were drawn in. */
  private static void sortWithinBuckets(int[] drawn, Pieces of, int bucket) {
    for (int from = 0; from < drawn.length; from += bucket) {
      int[] pieces = Arrays.copyOfRange(drawn, from, Math.min(from + bucket, drawn.length));
      long[] keys = new long[pieces.length];
      for (int i = 0; i < keys.length; i++) {
        keys[i] = (long) of.inputs(pieces[i]) << 32 | i;
      }
      Arrays.sort(keys);
      for (int i = 0; i < keys.length; i++) {
        drawn[from + i] = pieces[(int) keys[i]];
      }
    }
  }
}
