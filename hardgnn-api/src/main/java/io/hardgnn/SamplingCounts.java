package io.hardgnn;

import io.hardgnn.data.Dataset;
import io.hardgnn.data.HeldOut;
import io.hardgnn.data.Sequences;
import io.hardgnn.ops.HostTensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/** Sums over the anchors that {@link SamplingProbe} looks at. Not thread-safe. */
final class SamplingCounts {

  private final Dataset dataset;
  private int anchors;
  private double loss;
  private double positive;
  private double random;
  private double negative;
  private double separated;
  private double chance;
  private long negatives;
  private long validation;
  private long test;
  private boolean[] present = {};

  SamplingCounts(Dataset dataset) {
    this.dataset = dataset;
  }

  int anchors() {
    return anchors;
  }

  private static float[] floats(Map<String, HostTensor> seen, String name) {
    return Objects.requireNonNull(seen.get(name), name).floats();
  }

  /**
   * Adds some anchors of a step.
   *
   * @param users of all queries of the step
   * @param queries those that are looked at
   */
  void add(int[] users, int[] queries, Map<String, HostTensor> seen) {
    float[] positives = floats(seen, "positive");
    float[] cosines = floats(seen, "negative");
    float[] marks = floats(seen, "present");
    float[] randoms = floats(seen, "random");
    present = new boolean[cosines.length];
    int columns = cosines.length / users.length;
    for (int query : queries) {
      long before = negatives;
      for (int cell = query * columns; cell < (query + 1) * columns; cell++) {
        // A scalar stands for all.
        present[cell] = marks[marks.length == 1 ? 0 : cell] > 0;
        if (present[cell]) {
          negatives++;
          negative += cosines[cell];
          separated += positives[query] > cosines[cell] ? 1 : 0;
        }
      }
      positive += positives[query];
      random += randoms[query];
      chance += (negatives - before) * chance(users[query]);
    }
    loss += floats(seen, "loss")[0] * queries.length;
    anchors += queries.length;
  }

  private double chance(int user) {
    Sequences training = dataset.training().sequences();
    int[] known = new int[training.length(user)];
    for (int i = 0; i < known.length; i++) {
      known[i] = training.item(training.start(user) + i);
    }
    long unknown = training.itemCount() - Arrays.stream(known).distinct().count();
    long later = unknown(dataset.validation(), user, known) + unknown(dataset.test(), user, known);
    return unknown == 0 ? 0 : (double) later / unknown;
  }

  private static long unknown(HeldOut heldOut, int user, int[] known) {
    long count = 0;
    for (int n = 0; n < heldOut.targetCount(user); n++) {
      int target = heldOut.target(user, n);
      count += Arrays.stream(known).noneMatch(item -> item == target) ? 1 : 0;
    }
    return count;
  }

  /** Adds which of the negatives of a query of the last step are an item of validation. */
  void addValidation(int query, boolean[] same) {
    validation += count(query, same);
  }

  /** Adds which of the negatives of a query of the last step are a test item. */
  void addTest(int query, boolean[] same) {
    test += count(query, same);
  }

  private long count(int query, boolean[] same) {
    long count = 0;
    for (int k = 0; k < same.length; k++) {
      count += same[k] && present[query * same.length + k] ? 1 : 0;
    }
    return count;
  }

  /** Returns the means; those over negatives are no number where there is none. */
  SamplingReport.Epoch epoch(int number) {
    double chosen = negatives;
    return new SamplingReport.Epoch(
        number,
        anchors,
        (double) negatives / anchors,
        loss / anchors,
        positive / anchors,
        negative / chosen,
        random / anchors,
        separated / chosen,
        validation / chosen,
        test / chosen,
        chance / chosen);
  }
}
