package io.hardgnn.data;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Raw events in columns: a user index, an item index and a time a row, in the order in which they came.
 *
 * <p>Immutable and thread-safe. 16 bytes a row beside the vocabularies. Made by {@link #read}, {@link #of},
 * {@link #builder()}, {@link DelimitedReader} or {@link JdbcReader}; becomes a {@link Dataset} by
 * {@link DatasetBuilder}.
 */
public final class InteractionLog {

  /** Latest time accepted, the end of the year 9999, in epoch milliseconds. */
  static final long MAX_TIME = 253_402_300_799_999L;

  private final int[] user;
  private final int[] item;
  private final long[] timestamp;
  private final Vocabulary users;
  private final Vocabulary items;
  private final ReadReport report;

  private InteractionLog(Builder builder, ReadReport report) {
    this.user = Arrays.copyOf(builder.user, builder.size);
    this.item = Arrays.copyOf(builder.item, builder.size);
    this.timestamp = Arrays.copyOf(builder.timestamp, builder.size);
    this.users = Vocabulary.ofDistinct(builder.users.toArray());
    this.items = Vocabulary.ofDistinct(builder.items.toArray());
    this.report = report;
  }

  /**
   * Reads a file of delimited text (CSV, TSV, MovieLens {@code ::}; plain or gzip), whose form is detected as
   * {@link DelimitedReader} says.
   *
   * @throws DataException if the file cannot be read or a line is malformed
   */
  public static InteractionLog read(Path file) {
    return DelimitedReader.create().read(file);
  }

  /**
   * Collects a stream of interactions in encounter order and closes it.
   *
   * @throws IllegalArgumentException if an id is blank or a time is before 1970 or after 9999
   */
  public static InteractionLog of(Stream<Interaction> interactions) {
    Builder builder = builder();
    try (interactions) {
      interactions
          .sequential()
          .forEachOrdered(one -> builder.add(one.user(), one.item(), epochMillis(one.time())));
    }
    return builder.build();
  }

  /** Returns an empty builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the number of rows. */
  public int size() {
    return user.length;
  }

  /** Returns the user index of a row. */
  public int user(int row) {
    return user[row];
  }

  /** Returns the item index of a row. */
  public int item(int row) {
    return item[row];
  }

  /** Returns the time of a row in epoch milliseconds. */
  public long timestamp(int row) {
    return timestamp[row];
  }

  /** Returns the users' ids in the order of first appearance. */
  public Vocabulary users() {
    return users;
  }

  /** Returns the items' ids in the order of first appearance. */
  public Vocabulary items() {
    return items;
  }

  /** Returns how the reading went, malformed rows that were skipped included. */
  public ReadReport report() {
    return report;
  }

  @Override
  public String toString() {
    return "InteractionLog["
        + size()
        + " rows, "
        + users.size()
        + " users, "
        + items.size()
        + " items]";
  }

  private static long epochMillis(Instant time) {
    try {
      return time.toEpochMilli();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("time " + time + " is not in the years 1970 .. 9999", e);
    }
  }

  /** Collects rows. Not thread-safe. */
  public static final class Builder {

    private static final int MAX_ROWS = Integer.MAX_VALUE - 8;

    private final IdInterner users = new IdInterner();
    private final IdInterner items = new IdInterner();
    private int[] user = new int[1 << 10];
    private int[] item = new int[1 << 10];
    private long[] timestamp = new long[1 << 10];
    private int size;

    private Builder() {}

    /**
     * Appends one interaction.
     *
     * @param user id of the user, not blank
     * @param item id of the item, not blank
     * @param epochMillis time in epoch milliseconds, 1970 to 9999
     * @return this builder
     * @throws IllegalArgumentException if an id is blank or the time is out of range
     */
    public Builder add(String user, String item, long epochMillis) {
      if (user.isBlank() || item.isBlank()) {
        throw new IllegalArgumentException(
            "row "
                + size
                + ": the id of a user and of an item must not be blank, got user '"
                + user
                + "' and item '"
                + item
                + "'");
      }
      if (epochMillis < 0 || epochMillis > MAX_TIME) {
        throw new IllegalArgumentException(
            "row "
                + size
                + ": time "
                + epochMillis
                + " is not in 0 .. "
                + MAX_TIME
                + ", the epoch milliseconds of the years 1970 .. 9999");
      }
      append(users.intern(user), items.intern(item), epochMillis);
      return this;
    }

    /** Appends checked values from character buffers, without creating a string for a known id. */
    void add(char[] user, int userLength, char[] item, int itemLength, long epochMillis) {
      append(users.intern(user, userLength), items.intern(item, itemLength), epochMillis);
    }

    private void append(int userIndex, int itemIndex, long epochMillis) {
      if (size == user.length) {
        grow();
      }
      user[size] = userIndex;
      item[size] = itemIndex;
      timestamp[size++] = epochMillis;
    }

    private void grow() {
      if (size == MAX_ROWS) {
        throw new DataException("more than " + MAX_ROWS + " interactions; split the input");
      }
      int capacity = (int) Math.min(MAX_ROWS, size + (size >> 1) + 1L);
      user = Arrays.copyOf(user, capacity);
      item = Arrays.copyOf(item, capacity);
      timestamp = Arrays.copyOf(timestamp, capacity);
    }

    int size() {
      return size;
    }

    /** Returns the rows added so far; call it once, and add nothing afterwards. */
    public InteractionLog build() {
      return build(new ReadReport("interactions", size, 0, java.util.List.of()));
    }

    InteractionLog build(ReadReport report) {
      return new InteractionLog(this, report);
    }
  }
}
