package io.hardgnn.onnx.serving;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was observed of one user, and what a bundle makes of it. Thread-safe. */
public final class Observed {

  /** What the subjects of one bundle made of it. */
  private record Made(long bundle, Subject subject) {}

  private final List<String> items;
  private final long[] times;
  private final long since;
  private volatile @Nullable Made made;

  /**
   * Takes interactions.
   *
   * @param items their ids, oldest first
   * @param times epoch milliseconds of each
   * @param since the number of the bundle that was open when the first of them was observed
   */
  Observed(List<String> items, long[] times, long since) {
    this.items = items;
    this.times = times;
    this.since = since;
  }

  /** Returns the number of the bundle that was open when the first of them was observed. */
  long since() {
    return since;
  }

  /** Returns the ids of the items, oldest first. */
  public List<String> items() {
    return items;
  }

  /** Returns epoch milliseconds of an interaction. */
  long time(int position) {
    return times[position];
  }

  /**
   * Returns these interactions with one more.
   *
   * @param most how many of the newest are kept
   */
  Observed with(String item, long time, int most) {
    int from = Math.max(0, items.size() - most + 1);
    List<String> newest = new ArrayList<>(items.subList(from, items.size()));
    newest.add(item);
    long[] newestTimes = Arrays.copyOfRange(times, from, items.size() + 1);
    newestTimes[newestTimes.length - 1] = time;
    return new Observed(List.copyOf(newest), newestTimes, since);
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
}
