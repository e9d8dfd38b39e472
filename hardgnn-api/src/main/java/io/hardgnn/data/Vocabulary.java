package io.hardgnn.data;

import static java.util.Objects.requireNonNull;

import io.hardgnn.error.Excerpt;
import io.hardgnn.internal.columns.IdArena;
import io.hardgnn.internal.columns.IdCheck;
import io.hardgnn.internal.columns.IdLookup;
import io.hardgnn.internal.columns.IdText;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
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

  private final IdText text;

  /** Of the ids in the text; made when one is asked for. */
  private volatile int @Nullable [] places;

  /**
   * Ids that were asked for, null for all others. Entries are set without a lock, which is safe for
   * strings: at worst two threads make the same one.
   */
  private volatile @Nullable String @Nullable [] strings;

  /** Made at the first {@link #indexOf}: most logs never have one. */
  private volatile @Nullable IdLookup lookup;

  private Vocabulary(IdText text) {
    this.text = text;
  }

  /**
   * Returns the vocabulary in which {@code ids.get(i)} has index {@code i}.
   *
   * @throws NullPointerException if an id is null
   * @throws IllegalArgumentException if an id appears twice, has an unpaired surrogate or more than
   *     {@value #MAX_ID_LENGTH} characters, or if all, with 4 more for each, take more than
   *     2<sup>31</sup> characters
   */
  public static Vocabulary of(List<String> ids) {
    Builder builder = builder();
    ids.forEach(builder::add);
    return builder.build();
  }

  /** Returns a builder without ids. */
  public static Builder builder() {
    return new Builder(new IdArena(1 << 10));
  }

  /** A builder that holds so many characters, 4 for each id included. */
  static Builder builder(int mostCharacters) {
    return new Builder(new IdArena(IdText.HEADER, mostCharacters));
  }

  /** Collects ids in the order of their indices. Not thread-safe. */
  public static final class Builder {
    private final IdArena ids;

    private Builder(IdArena ids) {
      this.ids = ids;
    }

    /**
     * Appends an id.
     *
     * @throws NullPointerException if it is null
     * @throws IllegalArgumentException if it has an unpaired surrogate or more than
     *     {@value #MAX_ID_LENGTH} characters, or if all, with 4 more for each, take more than
     *     2<sup>31</sup>
     */
    public Builder add(String id) {
      return add(requireNonNull(id, "an id is null").toCharArray(), 0, id.length());
    }

    /**
     * Appends the id in a part of a buffer.
     *
     * @throws IndexOutOfBoundsException if the buffer has no such part
     * @throws IllegalArgumentException as {@link #add(String)}
     */
    public Builder add(char[] buffer, int from, int length) {
      Objects.checkFromIndexSize(from, length, buffer.length);
      String complaint = complaint(buffer, from, length);
      if (complaint != null) {
        throw new IllegalArgumentException(
            "id '"
                + Excerpt.of(new String(buffer, from, length))
                + "' of a vocabulary, at "
                + ids.size()
                + ", "
                + complaint);
      }
      ids.append(buffer, from, length);
      return this;
    }

    /** Returns what is wrong with an id, or null. */
    private @Nullable String complaint(char[] buffer, int from, int length) {
      if (length > MAX_ID_LENGTH) {
        return "has more than " + MAX_ID_LENGTH + " characters";
      }
      if (!ids.hasRoom(length)) {
        return "is one too many: with 4 more for each, they take more than 2^31 characters";
      }
      return IdCheck.hasUnpairedSurrogate(buffer, from, length)
          ? "has an unpaired surrogate"
          : null;
    }

    /**
     * Returns the vocabulary.
     *
     * @throws IllegalArgumentException if an id appears twice
     */
    public Vocabulary build() {
      Vocabulary vocabulary = new Vocabulary(ids.text().trimmed());
      vocabulary.lookup = new IdLookup(vocabulary.text, vocabulary.places());
      return vocabulary;
    }
  }

  /** Takes ids that are known to be different. */
  public static Vocabulary ofDistinct(IdText text) {
    return new Vocabulary(text);
  }

  /**
   * Returns the vocabulary of the ids whose entry of {@code newIndex} is not -1; new indices
   * ascend.
   */
  public Vocabulary select(int[] newIndex) {
    return new Vocabulary(text.select(newIndex));
  }

  private int[] places() {
    int[] known = places;
    if (known == null) {
      known = text.places();
      places = known;
    }
    return known;
  }

  /** Returns the number of ids. */
  public int size() {
    return text.size();
  }

  /**
   * Returns the id at an index, and keeps the string for the next time.
   *
   * @throws IndexOutOfBoundsException if {@code index} is not in {@code 0 .. size()-1}
   */
  public String id(int index) {
    @Nullable String[] known = strings;
    if (known == null) {
      known = new String[size()];
      strings = known;
    }
    String id = known[index];
    if (id == null) {
      id = text.id(places()[index]);
      known[index] = id;
    }
    return id;
  }

  /** Returns the index of an id, or -1 if the vocabulary does not hold it. */
  public int indexOf(String id) {
    requireNonNull(id, "id");
    IdLookup known = lookup;
    if (known == null) {
      known = new IdLookup(text, places());
      lookup = known;
    }
    return known.indexOf(id);
  }

  /** Returns whether the vocabulary holds an id. */
  public boolean contains(String id) {
    return indexOf(id) >= 0;
  }

  /**
   * Returns all ids in the order of their indices, as an unmodifiable view that makes a string each
   * time that it is asked for one.
   */
  public List<String> ids() {
    return new Ids();
  }

  private final class Ids extends AbstractList<String> implements RandomAccess {

    @Override
    public int size() {
      return Vocabulary.this.size();
    }

    @Override
    public String get(int index) {
      return text.id(places()[index]);
    }

    @Override
    public int indexOf(@Nullable Object id) {
      return id instanceof String string ? Vocabulary.this.indexOf(string) : -1;
    }

    @Override
    public int lastIndexOf(@Nullable Object id) {
      return indexOf(id); // none is there twice
    }

    @Override
    public boolean contains(@Nullable Object id) {
      return indexOf(id) >= 0;
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Vocabulary that && text.same(that.text);
  }

  @Override
  public int hashCode() {
    return ids().hashCode();
  }

  @Override
  public String toString() {
    return "Vocabulary[" + size() + " ids]";
  }
}
