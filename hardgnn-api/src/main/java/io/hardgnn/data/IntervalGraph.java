package io.hardgnn.data;

/**
 * The bipartite user-item graph of one time interval, {@code A_t} of the paper's Definition 1,
 * without weights.
 *
 * <p>Both directions are stored in CSR form: the items of each user and the users of each item,
 * each sorted, each edge once however often it was repeated in the interval. Immutable and
 * thread-safe; arrays are shared, do not write to them.
 *
 * @param userOffsets {@code [users + 1]}; user {@code u}'s items are
 *     {@code items[userOffsets[u] .. userOffsets[u+1]-1]}
 * @param items {@code [edges]}
 * @param itemOffsets {@code [items + 1]}; item {@code i}'s users are
 *     {@code users[itemOffsets[i] .. itemOffsets[i+1]-1]}
 * @param users {@code [edges]}
 */
@SuppressWarnings(
    "ArrayRecordComponent") // read-only views of large arrays; copying them would double the graph
public record IntervalGraph(int[] userOffsets, int[] items, int[] itemOffsets, int[] users) {

  /** Returns the number of users, with or without edges. */
  public int userCount() {
    return userOffsets.length - 1;
  }

  /** Returns the number of items, with or without edges. */
  public int itemCount() {
    return itemOffsets.length - 1;
  }

  /** Returns the number of distinct edges. */
  public int edgeCount() {
    return items.length;
  }

  /** Returns the number of items a user touched in this interval. */
  public int userDegree(int user) {
    return userOffsets[user + 1] - userOffsets[user];
  }

  /** Returns the number of users who touched an item in this interval. */
  public int itemDegree(int item) {
    return itemOffsets[item + 1] - itemOffsets[item];
  }
}
