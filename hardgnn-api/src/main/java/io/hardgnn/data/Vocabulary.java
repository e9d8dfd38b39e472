package io.hardgnn.data;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A one-to-one mapping between external string ids and dense indices {@code 0 .. size()-1}.
 *
 * <p>Immutable and thread-safe.
 */
public final class Vocabulary {

  private final String[] ids;
  private final IdTable table;

  private Vocabulary(String[] ids) {
    this.ids = ids;
    this.table = new IdTable(ids.length);
    for (int index = 0; index < ids.length; index++) {
      int found = table.intern(ids[index]);
      if (found != index) {
        throw new IllegalArgumentException(
            "id '" + ids[index] + "' appears twice in a vocabulary, at " + found + " and " + index);
      }
    }
  }

  /** Takes a table that no longer grows. */
  Vocabulary(IdTable table) {
    this.ids = table.toArray();
    this.table = table;
  }

  /**
   * Returns the vocabulary in which {@code ids.get(i)} has index {@code i}.
   *
   * @throws IllegalArgumentException if an id appears twice
   */
  public static Vocabulary of(List<String> ids) {
    return new Vocabulary(ids.toArray(new String[0]));
  }

  /** Returns the vocabulary of the ids whose entry of {@code newIndex} is not -1; new indices ascend. */
  Vocabulary select(int[] newIndex, int count) {
    String[] kept = new String[count];
    for (int index = 0; index < newIndex.length; index++) {
      if (newIndex[index] >= 0) {
        kept[newIndex[index]] = ids[index];
      }
    }
    return new Vocabulary(kept);
  }

  /** Returns the number of ids. */
  public int size() {
    return ids.length;
  }

  /**
   * Returns the id at an index.
   *
   * @throws IndexOutOfBoundsException if {@code index} is not in {@code 0 .. size()-1}
   */
  public String id(int index) {
    return ids[index];
  }

  /** Returns the index of an id, or -1 if the vocabulary does not hold it. */
  public int indexOf(String id) {
    return table.find(id);
  }

  /** Returns whether the vocabulary holds an id. */
  public boolean contains(String id) {
    return table.find(id) >= 0;
  }

  /** Returns all ids in the order of their indices, as an unmodifiable view. */
  public List<String> ids() {
    return Collections.unmodifiableList(Arrays.asList(ids));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Vocabulary that && Arrays.equals(ids, that.ids);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ids);
  }

  @Override
  public String toString() {
    return "Vocabulary[" + ids.length + " ids]";
  }
}
