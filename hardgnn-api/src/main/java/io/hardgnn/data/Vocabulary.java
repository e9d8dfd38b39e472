package io.hardgnn.data;

import static java.util.Objects.requireNonNull;

import io.hardgnn.error.Excerpt;
import io.hardgnn.internal.columns.IdCheck;
import io.hardgnn.internal.columns.IdText;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A one-to-one mapping between external string ids and dense indices {@code 0 .. size()-1}.
 *
 * <p>Immutable and thread-safe.
 */
public final class Vocabulary {

  /**
   * The most characters ({@code char}s) that an id may have. It is far above what anybody uses as
   * an id, and far below what one string of JSON may have where a model is read back.
   */
  public static final int MAX_ID_LENGTH = IdCheck.MAX_LENGTH;

  private static final long EMPTY = -1;

  private final int size;
  private volatile @Nullable IdText text; // null once there are strings
  private volatile String @Nullable [] strings; // made when the first id is asked for
  // The hash code of an id above its index; made when the first id is looked up: most logs never
  // are.
  private volatile long @Nullable [] slots;

  private Vocabulary(IdText text) {
    this.size = text.size();
    this.text = text;
  }

  private Vocabulary(String[] strings) {
    this.size = strings.length;
    this.strings = strings;
  }

  /**
   * Returns the vocabulary in which {@code ids.get(i)} has index {@code i}.
   *
   * @throws NullPointerException if an id is null
   * @throws IllegalArgumentException if an id appears twice, has an unpaired surrogate or more than
   *     {@value #MAX_ID_LENGTH} characters
   */
  public static Vocabulary of(List<String> ids) {
    String[] strings = ids.toArray(new String[0]);
    IntStream.range(0, strings.length)
        .parallel()
        .filter(index -> complaint(strings[index]) != null)
        .min()
        .ifPresent(index -> refuse(strings[index], index));
    Vocabulary vocabulary = new Vocabulary(strings);
    vocabulary.slots = slotsOf(strings);
    return vocabulary;
  }

  /** Returns what is wrong with an id, or null. */
  private static @Nullable String complaint(@Nullable String id) {
    if (id == null) {
      return "is null";
    }
    if (id.length() > MAX_ID_LENGTH) {
      return "has more than " + MAX_ID_LENGTH + " characters";
    }
    return IdCheck.hasUnpairedSurrogate(id) ? "has an unpaired surrogate" : null;
  }

  private static void refuse(@Nullable String id, int index) {
    throw new IllegalArgumentException(
        "id '"
            + Excerpt.of(requireNonNull(id, "an id is null"))
            + "' of a vocabulary, at "
            + index
            + ", "
            + complaint(id));
  }

  /** Takes ids that are known to be different. */
  public static Vocabulary ofDistinct(IdText text) {
    return new Vocabulary(text);
  }

  /**
   * Returns the vocabulary of the ids whose entry of {@code newIndex} is not -1; new indices
   * ascend.
   */
  public Vocabulary select(int[] newIndex, int count) {
    IdText known = text;
    if (known != null) {
      return new Vocabulary(known.select(newIndex));
    }
    String[] ids = strings();
    String[] kept = new String[count];
    for (int index = 0; index < newIndex.length; index++) {
      if (newIndex[index] >= 0) {
        kept[newIndex[index]] = ids[index];
      }
    }
    return new Vocabulary(kept);
  }

  private String[] strings() {
    IdText source = text; // read first: there are strings once it is null
    String[] known = strings;
    if (known == null) {
      known = Objects.requireNonNull(source).all();
      strings = known;
      text = null;
    }
    return known;
  }

  /** Returns the number of ids. */
  public int size() {
    return size;
  }

  /**
   * Returns the id at an index.
   *
   * @throws IndexOutOfBoundsException if {@code index} is not in {@code 0 .. size()-1}
   */
  public String id(int index) {
    return strings()[index];
  }

  /** Returns the index of an id, or -1 if the vocabulary does not hold it. */
  public int indexOf(String id) {
    requireNonNull(id, "id");
    String[] ids = strings();
    long[] table = slots;
    if (table == null) {
      table = slotsOf(ids);
      slots = table;
    }
    int hash = id.hashCode();
    for (int slot = slotOf(hash, table.length); ; slot = (slot + 1) & (table.length - 1)) {
      long entry = table[slot];
      if (entry == EMPTY) {
        return -1;
      }
      if (holds(entry, hash, id, ids)) {
        return (int) entry;
      }
    }
  }

  /**
   * Open addressing, half full at most.
   *
   * @throws IllegalArgumentException if an id is there twice
   */
  private static long[] slotsOf(String[] ids) {
    long[] table = new long[Math.max(4, Integer.highestOneBit(Math.max(1, ids.length)) << 2)];
    Arrays.fill(table, EMPTY);
    int[] hashes = new int[ids.length];
    Arrays.parallelSetAll(hashes, index -> ids[index].hashCode());
    for (int index = 0; index < ids.length; index++) {
      int hash = hashes[index];
      int slot = slotOf(hash, table.length);
      while (table[slot] != EMPTY) {
        if (holds(table[slot], hash, ids[index], ids)) {
          throw new IllegalArgumentException(
              "id '"
                  + Excerpt.of(ids[index])
                  + "' appears twice in a vocabulary, at "
                  + (int) table[slot]
                  + " and "
                  + index);
        }
        slot = (slot + 1) & (table.length - 1);
      }
      table[slot] = (long) hash << Integer.SIZE | index;
    }
    return table;
  }

  /**
   * Returns whether an entry is that of an id; most others are told apart without a look at theirs.
   */
  private static boolean holds(long entry, int hash, String id, String[] ids) {
    return (int) (entry >> Integer.SIZE) == hash && ids[(int) entry].equals(id);
  }

  /** Spreads the hash code: ids that count upwards have neighbouring ones. */
  private static int slotOf(int hashCode, int slotCount) {
    int hash = hashCode * 0x9E3779B9;
    return (hash ^ hash >>> 15) & (slotCount - 1);
  }

  /** Returns whether the vocabulary holds an id. */
  public boolean contains(String id) {
    return indexOf(id) >= 0;
  }

  /** Returns all ids in the order of their indices, as an unmodifiable view. */
  public List<String> ids() {
    return Collections.unmodifiableList(Arrays.asList(strings()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Vocabulary that && Arrays.equals(strings(), that.strings());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(strings());
  }

  @Override
  public String toString() {
    return "Vocabulary[" + size() + " ids]";
  }
}
