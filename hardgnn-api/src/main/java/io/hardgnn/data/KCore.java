package io.hardgnn.data;

/**
 * The largest part of the data in which every user and every item has enough interactions.
 *
 * <p>Users and items below their limit are taken away one after the other, each of which lowers the counts of its
 * neighbours, until none is left: the fixed point does not depend on the order. Time and memory are linear in the
 * interactions, also where a chain of removals is long.
 */
final class KCore {

  private final Remaining remaining;
  private final Sequences sequences;
  private final int minUser;
  private final int minItem;
  private final int users;
  private final int[] userCount;
  private final int[] itemCount;
  private final int[] queue; // users as they are, items shifted by the number of users
  private int queued;

  private KCore(Remaining remaining, int minUser, int minItem) {
    this.remaining = remaining;
    this.sequences = remaining.sequences();
    this.minUser = minUser;
    this.minItem = minItem;
    this.users = sequences.userCount();
    this.userCount = remaining.userCounts();
    this.itemCount = remaining.itemCounts();
    this.queue = new int[Math.addExact(users, itemCount.length)];
  }

  /** Drops until each user has none or at least {@code minUser}, and each item none or {@code minItem}. */
  static void apply(Remaining remaining, int minUser, int minItem) {
    new KCore(remaining, minUser, minItem).peel();
  }

  private void peel() {
    for (int user = 0; user < users; user++) {
      if (userCount[user] > 0 && userCount[user] < minUser) {
        queue[queued++] = user;
      }
    }
    for (int item = 0; item < itemCount.length; item++) {
      if (itemCount[item] > 0 && itemCount[item] < minItem) {
        queue[queued++] = users + item;
      }
    }
    if (queued == 0) {
      return;
    }
    removeQueued();
    for (int user = 0; user < users; user++) {
      for (int position = sequences.start(user); position < sequences.end(user); position++) {
        if (userCount[user] < minUser || itemCount[sequences.item(position)] < minItem) {
          remaining.drop(position);
        }
      }
    }
  }

  private void removeQueued() {
    int[] itemOffsets = new int[itemCount.length + 1];
    System.arraycopy(itemCount, 0, itemOffsets, 1, itemCount.length);
    Csr.toOffsets(itemOffsets);
    int[] usersOfItem = usersOfItems(itemOffsets);
    for (int head = 0; head < queued; head++) {
      int node = queue[head];
      if (node < users) {
        for (int position = sequences.start(node); position < sequences.end(node); position++) {
          int item = sequences.item(position);
          // Equality, not "less": a node is queued once, at the moment it falls below its limit.
          if (remaining.has(position) && itemCount[item]-- == minItem) {
            queue[queued++] = users + item;
          }
        }
      } else {
        for (int edge = itemOffsets[node - users]; edge < itemOffsets[node - users + 1]; edge++) {
          int user = usersOfItem[edge];
          if (userCount[user]-- == minUser) {
            queue[queued++] = user;
          }
        }
      }
    }
  }

  private int[] usersOfItems(int[] itemOffsets) {
    int[] next = itemOffsets.clone();
    int[] result = new int[remaining.size()];
    for (int user = 0; user < users; user++) {
      for (int position = sequences.start(user); position < sequences.end(user); position++) {
        if (remaining.has(position)) {
          result[next[sequences.item(position)]++] = user;
        }
      }
    }
    return result;
  }
}
