package io.hardgnn.blend;

import io.hardgnn.data.HeldOut;
import io.hardgnn.transitions.ItemTransitions;
import io.hardgnn.transitions.RecencyWeights;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The transitions that lead away from one history, {@code T_j}. Working memory of one thread, used
 * again for the next history.
 */
final class HistoryEvidence {

  private final Evidence evidence;
  private final float[] ages;
  private final float[] sums;
  private final int[] touched;
  private final Map<Double, float[]> logs = new HashMap<>(); // [items] by epsilon
  private final Set<Double> filled = new HashSet<>(); // the epsilons of this history
  private int size;
  private float greatest;

  HistoryEvidence(Evidence evidence, RecencyWeights recency) {
    this.evidence = evidence;
    this.ages = ages(recency);
    this.sums = new float[evidence.transitions().itemCount()];
    this.touched = new int[sums.length];
  }

  private static float[] ages(RecencyWeights recency) {
    float[] weights = new float[recency.count()];
    for (int age = 0; age < weights.length; age++) {
      weights[age] = recency.weight(age);
    }
    return weights;
  }

  /** Sums the transitions from a user's history. */
  void read(HeldOut heldOut, int user) {
    for (int i = 0; i < size; i++) {
      sums[touched[i]] = 0;
    }
    for (float[] log : logs.values()) {
      for (int i = 0; i < size; i++) {
        log[touched[i]] = 0;
      }
    }
    filled.clear();
    size = 0;
    ItemTransitions transitions = evidence.transitions();
    int length = heldOut.historyLength(user);
    for (int age = 0; age < Math.min(length, ages.length); age++) {
      int from = heldOut.historyItem(user, length - 1 - age);
      for (int n = 0; n < transitions.size(from); n++) {
        float weight = ages[age] * transitions.weight(from, n);
        if (weight == 0) {
          continue; // too old to count in a float: it must not be noted as touched again and again
        }
        int to = transitions.item(from, n);
        if (sums[to] == 0) {
          touched[size++] = to;
        }
        sums[to] += weight;
      }
    }
    greatest = 0;
    for (int i = 0; i < size; i++) {
      greatest = Math.max(greatest, sums[touched[i]]);
    }
  }

  /** Adds evidence to the scores of all items. */
  void addTo(float[] scores, int offset, BlendWeights weights) {
    if (weights.popularity() != 0) {
      float popular = (float) weights.popularity();
      float[] popularity = evidence.popularity();
      for (int item = 0; item < popularity.length; item++) {
        scores[offset + item] += popular * popularity[item];
      }
    }
    if (weights.transition() != 0 && greatest > 0) {
      float[] log = logs(weights.epsilon());
      float factor = (float) weights.transition();
      for (int i = 0; i < size; i++) {
        scores[offset + touched[i]] += factor * log[touched[i]];
      }
    }
  }

  /** Returns {@code [items]} what transitions add, before it is weighed; until the next history. */
  private float[] logs(double epsilon) {
    float[] log = logs.computeIfAbsent(epsilon, unused -> new float[sums.length]);
    if (greatest > 0 && filled.add(epsilon)) {
      double scale = 1 / (epsilon * greatest);
      for (int i = 0; i < size; i++) {
        log[touched[i]] = (float) Math.log1p(scale * sums[touched[i]]);
      }
    }
    return log;
  }
}
