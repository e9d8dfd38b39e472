package io.hardgnn;

import io.hardgnn.data.Vocabulary;
import java.lang.ref.WeakReference;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A set of item indices that is worked out once for the items of each model that asks, of the last
 * few that did. Keeps no model in memory. Thread-safe.
 */
final class ItemSetMemory {

  /** A set and the items whose indices it holds; not written to. */
  private record Kept(WeakReference<Vocabulary> items, BitSet set) {}

  /** More than are served side by side, such as two of a test and their successors. */
  private static final int MODELS = 4;

  private final boolean fromFirst;
  private volatile List<Kept> kept = List.of();
  private volatile boolean asked;

  /**
   * Creates an empty memory.
   *
   * @param fromFirst whether the set is kept from the first time on; otherwise from the second, so
   *     that what is asked once costs nothing more
   */
  ItemSetMemory(boolean fromFirst) {
    this.fromFirst = fromFirst;
  }

  /**
   * Returns a set that the caller may change. Where it is kept from the first time on, callers wait
   * for the one that makes it, so that it is made once.
   */
  BitSet copy(Vocabulary items, Supplier<BitSet> making) {
    @Nullable BitSet known = known(items);
    if (known != null) {
      return known;
    }
    if (fromFirst) {
      synchronized (this) {
        known = known(items);
        return known == null ? made(items, making, true) : known;
      }
    }
    return made(items, making, asked);
  }

  private @Nullable BitSet known(Vocabulary items) {
    for (Kept one : kept) {
      if (one.items().refersTo(items)) {
        return (BitSet) one.set().clone();
      }
    }
    return null;
  }

  private BitSet made(Vocabulary items, Supplier<BitSet> making, boolean keeps) {
    BitSet made = making.get();
    if (keeps) {
      keep(items, new Kept(new WeakReference<>(items), (BitSet) made.clone()));
    }
    asked = true;
    return made;
  }

  /** Keeps a set in front of the others, of which the oldest and those of models gone are lost. */
  private synchronized void keep(Vocabulary items, Kept made) {
    Stream<Kept> others =
        kept.stream().filter(one -> !one.items().refersTo(null) && !one.items().refersTo(items));
    kept = Stream.concat(Stream.of(made), others).limit(MODELS).toList();
  }
}
