package io.hardgnn.data.prepare;

import io.hardgnn.data.Dataset;
import io.hardgnn.data.Sequences;
import io.hardgnn.data.TrainingData;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.internal.split.Prefixes;
import io.hardgnn.internal.split.SequenceTrainingData;
import java.util.Random;
import java.util.stream.IntStream;

/** Data for tests of training, made without reading files. */
public final class TestData {

  private TestData() {}

  /**
   * Returns training data of these sequences, oldest item first; the n-th item of every user has
   * time n.
   */
  public static TrainingData training(int itemCount, int[]... sequences) {
    int[] offsets = new int[sequences.length + 1];
    for (int user = 0; user < sequences.length; user++) {
      offsets[user + 1] = offsets[user] + sequences[user].length;
    }
    int[] items = new int[offsets[sequences.length]];
    long[] times = new long[items.length];
    for (int user = 0; user < sequences.length; user++) {
      for (int position = 0; position < sequences[user].length; position++) {
        items[offsets[user] + position] = sequences[user][position];
        times[offsets[user] + position] = position;
      }
    }
    Sequences all = new Sequences(offsets, items, times, itemCount);
    return new SequenceTrainingData(Prefixes.of(all, all::length), true);
  }

  /**
   * Returns random sequences of 0 to {@code longest} items, repeats included, skewed to small
   * items.
   */
  public static int[][] sequences(Random random, int users, int items, int longest) {
    return IntStream.range(0, users)
        .mapToObj(
            user ->
                random
                    .ints(random.nextInt(longest + 1), 0, items * items)
                    .map(draw -> items - 1 - (int) Math.sqrt(draw))
                    .toArray())
        .toArray(int[][]::new);
  }

  /**
   * Returns a dataset that can be learned: an item decides the next one, but for one in ten; all
   * items are equally popular.
   *
   * @param longest most interactions of a user, less than the number of items; the least is five
   */
  public static Dataset markov(long seed, int users, int items, int longest) {
    Random random = new Random(seed);
    InteractionLog.Builder log = InteractionLog.builder();
    int[] next = IntStream.range(0, items).map(item -> (item * 7 + 3) % items).toArray();
    for (int user = 0; user < users; user++) {
      int item = random.nextInt(items);
      int length = 5 + random.nextInt(longest - 4);
      for (int position = 0; position < length; position++) {
        log.add("u" + user, "i" + item, 1000L * position + random.nextInt(1000));
        item = random.nextInt(10) == 0 ? random.nextInt(items) : next[item];
      }
    }
    return DatasetBuilder.of(log.build())
        .minUserInteractions(1)
        .minItemInteractions(1)
        .minSequenceLength(5)
        .repeats(RepeatRule.KEEP_ALL)
        .build();
  }
}
