package io.hardgnn.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A one-to-one mapping between external string ids and dense indices {@code 0 .. size()-1}.
 *
 * <p>Immutable and thread-safe.
 */
public final class Vocabulary {

  private final String[] ids;
  private final Map<String, Integer> indices;

  private Vocabulary(String[] ids) {
    this.ids = ids;
    this.indices = new HashMap<>(ids.length * 2);
    for (int index = 0; index < ids.length; index++) {
      Integer earlier = indices.put(ids[index], index);
      if (earlier != null) {
        throw new IllegalArgumentException(
            "id '" + ids[index] + "' appears twice in a vocabulary, at " + earlier + " and " + index);
      }
    }
  }

  /**
   * Returns the vocabulary in which {@code ids.get(i)} has index {@code i}.
   *
   * @throws IllegalArgumentException if an id appears twice
   */
  public static Vocabulary of(List<String> ids) {
    return new Vocabulary(ids.toArray(new String[0]));
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
    return indices.getOrDefault(id, -1);
  }

  /** Returns whether the vocabulary holds an id. */
  public boolean contains(String id) {
    return indices.containsKey(id);
  }

  /** Returns all ids in the order of their indices. */
  public List<String> ids() {
    return List.of(ids);
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
