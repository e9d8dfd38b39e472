package io.hardgnn;

import io.hardgnn.data.Vocabulary;
import java.lang.ref.WeakReference;
import java.util.BitSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A set of item indices that is worked out once for the items of a model and kept until another
 * model asks. Keeps no model in memory. Thread-safe.
 */
final class ItemSetMemory {

  /** A set and the items whose indices it holds; not written to. */
  private record Kept(WeakReference<Vocabulary> items, BitSet set) {}

  private final boolean fromFirst;
  private volatile @Nullable Kept kept;
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

  /** Returns a set that the caller may change. */
  BitSet copy(Vocabulary items, Supplier<BitSet> making) {
    Kept known = kept;
    if (known != null && known.items().refersTo(items)) {
      return (BitSet) known.set().clone();
    }
    BitSet made = making.get();
    if (fromFirst || asked) {
      kept = new Kept(new WeakReference<>(items), (BitSet) made.clone());
    }
    asked = true;
    return made;
  }
}
