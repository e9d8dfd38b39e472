package io.hardgnn.onnx.serving;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The interactions that were observed since a bundle was opened, by user, in bounded memory.
 *
 * <p>Users are kept in two generations: who is observed enters the younger one; once that holds
 * half of the users allowed it becomes the older one, and the older one is forgotten. So the users
 * that were observed last are there, at least half as many as allowed.
 *
 * <p>Thread-safe. Reading takes no lock; writers take turns.
 */
public final class ObservedHistories {

  /** Users of whom observations are kept at most. */
  static final int USERS = 100_000;

  /** Newest items that are kept of a user. */
  static final int ITEMS = 100;

  /** Both generations, replaced together. */
  private record Generations(
      ConcurrentHashMap<String, Observed> younger, ConcurrentHashMap<String, Observed> older) {}

  private final int half;
  private final int mostItems;
  private volatile Generations generations =
      new Generations(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
  private volatile boolean any;
  private int inYounger;

  public ObservedHistories() {
    this(USERS, ITEMS);
  }

  public ObservedHistories(int users, int items) {
    this.half = Math.max(1, users / 2);
    this.mostItems = items;
  }

  /** Returns what was observed of a user, or null for nothing. */
  public @Nullable Observed get(String user) {
    if (!any) {
      return null; // the usual case where nobody observes
    }
    Generations now = generations;
    Observed observed = now.younger.get(user);
    return observed == null ? now.older.get(user) : observed;
  }

  /**
   * Adds an interaction to what was observed of a user, in place of the oldest if there are too
   * many.
   *
   * @param item id of the item
   * @param time epoch milliseconds
   * @param repeats whether an item that was observed already is added again
   * @param bundle the number of the bundle that is open
   */
  public synchronized void add(String user, String item, long time, boolean repeats, long bundle) {
    Observed before = get(user);
    Observed now =
        before == null
            ? new Observed(List.of(item), new long[] {time}, bundle)
            : !repeats && before.items().contains(item)
                ? before
                : before.with(item, time, mostItems);
    any = true;
    if (generations.younger.put(user, now) == null && ++inYounger == half) {
      generations = new Generations(new ConcurrentHashMap<>(), generations.younger);
      inYounger = 0;
    }
  }
}
