package io.hardgnn.spark.counting;

import io.hardgnn.transitions.TransitionAccumulator;
import io.hardgnn.transitions.TransitionCounter;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * Counts the rows of a matrix of transitions, of {@link ItemWindows} sorted by item, user and
 * place. It adds in the order in which {@link TransitionCounter} adds, so that the sums are the
 * same to the last bit, and holds no more than a number for each item.
 */
public final class TransitionTask implements Serializable {

  private static final long serialVersionUID = 1L;

  private final TransitionCounter settings;
  private final double[] forward;
  private final double[] backward;
  private final int items;
  private final Broadcast<double[][]> factors;

  public TransitionTask(
      TransitionCounter settings, int longest, int items, Broadcast<double[][]> factors) {
    this.settings = settings;
    this.forward = settings.forwardWeights(longest);
    this.backward = settings.backwardWeights(longest);
    this.items = items;
    this.factors = factors;
  }

  /** Returns {@code (item, sum of what follows it, sum of what precedes it)} of each item. */
  public static Iterator<Row> sums(Iterator<Row> windows, double[] forward, boolean repeats) {
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
  public Iterator<Row> rows(Iterator<Row> windows) {
    return new Counting(windows);
  }

  private final class Counting implements Iterator<Row> {
    private final Iterator<Row> windows;
    private final TransitionAccumulator counts = new TransitionAccumulator(settings, items);
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
        counts.add(from, following.get(k), forward[k]);
      }
      List<Integer> preceding = window.getList(4);
      for (int k = 0; k < Math.min(backward.length, preceding.size()); k++) {
        counts.add(from, preceding.get(k), backward[k]);
      }
    }

    private @Nullable Row finished(int from) {
      double[][] factor = factors.value();
      counts.finish(from, factor[0], factor[1]);
      int[] to = counts.items();
      float[] weights = counts.weights();
      Row[] neighbours = new Row[to.length];
      for (int n = 0; n < to.length; n++) {
        neighbours[n] = RowFactory.create(to[n], weights[n]);
      }
      return to.length == 0 ? null : RowFactory.create(from, neighbours);
    }
  }
}
