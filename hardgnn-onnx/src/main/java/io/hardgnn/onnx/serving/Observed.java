package io.hardgnn.onnx.serving;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was observed of one user, and what a bundle makes of it. Thread-safe. */
public final class Observed {

  /** What the subjects of one bundle made of it. */
  private record Made(long bundle, Subject subject) {}

  private final List<String> items;
  private final long since;
  private volatile @Nullable Made made;

  /**
   * Takes items.
   *
   * @param items oldest first
   * @param since the number of the bundle that was open when the first of them was observed
   */
  Observed(List<String> items, long since) {
    this.items = items;
    this.since = since;
  }

  /** Returns the number of the bundle that was open when the first of the items was observed. */
  long since() {
    return since;
  }

  /** Returns the ids of the items, oldest first. */
  public List<String> items() {
    return items;
  }

  /**
   * Returns what was made of it for a bundle, or null if that was not yet.
   *
   * @param bundle a number that no other opened bundle has
   */
  @Nullable Subject made(long bundle) {
    Made known = made;
    return known == null || known.bundle() != bundle ? null : known.subject();
  }

  /** Keeps what was made of it for a bundle. */
  void made(long bundle, Subject subject) {
    made = new Made(bundle, subject);
  }

  /**
   * Returns a history with later items at its end. The longest beginning of the later ones that the
   * history ends with is in it already, because the bundle was made anew since.
   */
  public static int[] joined(int[] history, int[] later) {
    int common = Math.min(history.length, later.length);
    while (common > 0
        && !Arrays.equals(history, history.length - common, history.length, later, 0, common)) {
      common--;
    }
    return appended(history, Arrays.copyOfRange(later, common, later.length));
  }

  /** Returns a history with later items at its end. */
  static int[] appended(int[] history, int[] later) {
    int[] appended = Arrays.copyOf(history, history.length + later.length);
    System.arraycopy(later, 0, appended, history.length, later.length);
    return appended;
  }

  /** Returns a history with those later items at its end that it does not hold. */
  static int[] added(int[] history, int[] later) {
    int[] added = Arrays.copyOf(history, history.length + later.length);
    int size = history.length;
    for (int item : later) {
      boolean there = false;
      for (int i = 0; i < size && !there; i++) {
        there = added[i] == item;
      }
      if (!there) {
        added[size++] = item;
      }
    }
    return Arrays.copyOf(added, size);
  }
}
