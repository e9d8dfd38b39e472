package io.hardgnn.spark;

import io.hardgnn.transitions.TransitionCounter;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * Counts the rows of a matrix of transitions, of {@link ItemWindows} sorted by item, user and
 * place. It adds in the order in which {@code TransitionCounter} adds, so that the sums are the
 * same to the last bit, and holds no more than a number for each item.
 */
final class TransitionTask implements Serializable {

  private static final long serialVersionUID = 1L;

  private final double[] forward;
  private final double[] backward;
  private final boolean repeats;
  private final int neighbours;
  private final int items;
  private final Broadcast<double[][]> factors;

  TransitionTask(
      TransitionCounter settings,
      double[] forward,
      double[] backward,
      int items,
      Broadcast<double[][]> factors) {
    this.forward = forward;
    this.backward = backward;
    this.repeats = settings.repeats();
    this.neighbours = settings.neighbours();
    this.items = items;
    this.factors = factors;
  }

  /** Returns what each number of steps counts, as far as it is positive. */
  static double[] powers(int steps, double first, TransitionCounter settings) {
    double[] powers = new double[steps];
    double power = first;
    for (int k = 0; k < steps; k++, power *= settings.stepDecay()) {
      if (power == 0) {
        return Arrays.copyOf(powers, k);
      }
      powers[k] = power;
    }
    return powers;
  }

  /** Returns {@code (item, sum of what follows it, sum of what precedes it)} of each item. */
  static Iterator<Row> sums(Iterator<Row> windows, double[] forward, boolean repeats) {
    List<Row> sums = new ArrayList<>();
    int item = -1;
    double after = 0;
    double before = 0;
    while (windows.hasNext()) {
      Row window = windows.next();
      if (window.getInt(0) != item) {
        if (item >= 0) {
          sums.add(RowFactory.create(item, after, before));
        }
        item = window.getInt(0);
        after = 0;
        before = 0;
      }
      List<Integer> following = window.getList(3);
      for (int k = 0; k < following.size(); k++) {
        if (repeats || following.get(k) != item) {
          after += forward[k];
        }
      }
      List<Integer> preceding = window.getList(4);
      for (int k = 0; k < preceding.size(); k++) {
        if (repeats || preceding.get(k) != item) {
          before += forward[k];
        }
      }
    }
    if (item >= 0) {
      sums.add(RowFactory.create(item, after, before));
    }
    return sums.iterator();
  }

  /** Returns {@code (item, neighbours)} of each item that has some. */
  Iterator<Row> rows(Iterator<Row> windows) {
    return new Counting(windows);
  }

  private final class Counting implements Iterator<Row> {
    private final Iterator<Row> windows;
    private final double[] counts = new double[items];
    private final int[] touched = new int[items];
    private int size;
    private @Nullable Row ahead;
    private @Nullable Row next;

    Counting(Iterator<Row> windows) {
      this.windows = windows;
    }

    @Override
    public boolean hasNext() {
      while (next == null && (ahead != null || windows.hasNext())) {
        Row window = ahead == null ? windows.next() : ahead;
        int item = window.getInt(0);
        ahead = null;
        add(window);
        while (ahead == null && windows.hasNext()) {
          Row following = windows.next();
          if (following.getInt(0) == item) {
            add(following);
          } else {
            ahead = following;
          }
        }
        next = finished(item);
      }
      return next != null;
    }

    @Override
    public Row next() {
      Row row = hasNext() ? next : null;
      if (row == null) {
        throw new NoSuchElementException("no row is left");
      }
      next = null;
      return row;
    }

    private void add(Row window) {
      int from = window.getInt(0);
      List<Integer> following = window.getList(3);
      for (int k = 0; k < following.size(); k++) {
        add(following.get(k), forward[k], from);
      }
      List<Integer> preceding = window.getList(4);
      for (int k = 0; k < Math.min(backward.length, preceding.size()); k++) {
        add(preceding.get(k), backward[k], from);
      }
    }

    private void add(int to, double weight, int from) {
      if (to != from || repeats) {
        if (counts[to] == 0) {
          touched[size++] = to;
        }
        counts[to] += weight;
      }
    }

    private @Nullable Row finished(int from) {
      if (size == 0) {
        return null;
      }
      double[][] factor = factors.value();
      Arrays.sort(touched, 0, size);
      float[] weights = new float[size];
      for (int n = 0; n < size; n++) {
        int to = touched[n];
        weights[n] = (float) (counts[to] * factor[0][from] * factor[1][to]);
        counts[to] = 0;
      }
      Row[] kept = strongest(touched, weights, neighbours);
      size = 0;
      return RowFactory.create(from, kept);
    }
  }

  /** Returns the greatest weights in the order of their items; of equal ones the first. */
  private static Row[] strongest(int[] items, float[] weights, int most) {
    int size = Math.min(most, weights.length);
    float least = Float.NEGATIVE_INFINITY;
    int equal = weights.length;
    if (size < weights.length) {
      float[] sorted = weights.clone();
      Arrays.sort(sorted);
      least = sorted[sorted.length - size];
      equal = size;
      for (float weight : weights) {
        equal -= weight > least ? 1 : 0;
      }
    }
    Row[] kept = new Row[size];
    int next = 0;
    for (int n = 0; next < size; n++) {
      if (weights[n] > least || (weights[n] == least && equal-- > 0)) {
        kept[next++] = RowFactory.create(items[n], weights[n]);
      }
    }
    return kept;
  }
}
