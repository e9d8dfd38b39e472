package io.hardgnn.data.prepare;

import com.google.common.hash.Hashing;
import io.hardgnn.data.Sequences;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.internal.random.SplitMix64;
import io.hardgnn.internal.split.SplitSequences;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A random share of each user's interactions. */
final class RandomSplitting extends Splitting {

  private static final int TRAINING = 0;
  private static final int VALIDATION = 1;
  private static final int TEST = 2;

  private final Split.RandomShare split;

  RandomSplitting(Split.RandomShare split) {
    this.split = split;
  }

  @Override
  String title() {
    return split.title();
  }

  @Override
  boolean needsTimes() {
    return false;
  }

  @Override
  boolean wantsValidation() {
    return split.validation() > 0;
  }

  @Override
  boolean wantsTest() {
    return split.test() > 0;
  }

  @Override
  SplitSequences cut(Vocabulary users, Sequences kept) {
    int[] trained = new int[kept.userCount()];
    int[] known = new int[trained.length];
    int[] partOf = new int[kept.size()];
    for (int user = 0; user < trained.length; user++) {
      int length = kept.length(user);
      int tested = (int) Math.min(length - 1, Math.round(split.test() * length));
      int validated = (int) Math.min(length - 1 - tested, Math.round(split.validation() * length));
      trained[user] = length - tested - validated;
      known[user] = length - tested;
      SplitMix64 random = SplitMix64.of(split.seed(), hash(users.id(user)));
      draw(random, kept.start(user), length, tested, validated, partOf);
    }
    Sequences arranged = arrange(kept, partOf, TRAINING);
    Sequences beforeTest = wantsValidation() ? arrange(kept, partOf, VALIDATION) : arranged;
    return new SplitSequences(kept, arranged, beforeTest, trained, known);
  }

  private static long hash(String id) {
    return Hashing.murmur3_128().hashString(id, StandardCharsets.UTF_8).asLong();
  }

  /** Draws positions of a user without replacement, those of test first. */
  private static void draw(
      SplitMix64 random, int start, int length, int tested, int validated, int[] partOf) {
    int[] positions = new int[length];
    Arrays.setAll(positions, n -> start + n);
    for (int n = 0; n < tested + validated; n++) {
      int other = n + random.nextInt(length - n);
      int drawn = positions[other];
      positions[other] = positions[n];
      partOf[drawn] = n < tested ? TEST : VALIDATION;
    }
  }

  /**
   * Moves each user's parts one behind the other; the order within a part stays.
   *
   * @param last the last of the parts that stay together, as if they were one
   */
  private static Sequences arrange(Sequences kept, int[] partOf, int last) {
    int[] items = new int[kept.size()];
    long[] times = new long[items.length];
    int out = 0;
    for (int user = 0; user < kept.userCount(); user++) {
      for (int part = last; part <= TEST; part++) {
        for (int position = kept.start(user); position < kept.end(user); position++) {
          if (Math.max(partOf[position], last) == part) {
            items[out] = kept.item(position);
            times[out++] = kept.timestamp(position);
          }
        }
      }
    }
    return new Sequences(kept.items().toOffsets(), items, times, kept.itemCount());
  }
}
