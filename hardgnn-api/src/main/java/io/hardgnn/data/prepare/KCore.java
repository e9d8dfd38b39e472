package io.hardgnn.data.prepare;

import io.hardgnn.internal.columns.IntColumn;
import io.hardgnn.internal.split.UserRanges;

/**
 * The largest part of the data in which every user and every item has enough interactions.
 *
 * <p>Users and items below their limit are taken away, which lowers the counts of their neighbours,
 * until none is left: the fixed point does not depend on the order. A user's interactions lie side
 * by side; those of all weak items of a round are found by one pass over everything. Real data
 * needs a few rounds. After {@link #PASSES} of them the users of each item are listed, so that an
 * item costs no more than its own interactions: time and memory are linear in the interactions,
 * also where a chain of removals is long.
 */
final class KCore {

  private static final int PASSES = 8;

  private final Remaining remaining;
  private final SortedRows rows;
  private final int minUser;
  private final int minItem;
  private final int[] userCount;
  private final int[] itemCount;

  private KCore(Remaining remaining, int minUser, int minItem) {
    this.remaining = remaining;
    this.rows = remaining.rows();
    this.minUser = minUser;
    this.minItem = minItem;
    this.userCount = remaining.userCounts();
    this.itemCount = remaining.itemCounts();
  }

  /**
   * Drops until each user has none or at least {@code minUser}, and each item none or
   * {@code minItem}.
   */
  static void apply(Remaining remaining, int minUser, int minItem) {
    new KCore(remaining, minUser, minItem).peel();
  }

  private void peel() {
    IntColumn users = weak(userCount, minUser);
    IntColumn items = weak(itemCount, minItem);
    removeUsers(users, items);
    for (int pass = 0; pass < PASSES && items.size() > 0; pass++) {
      users = removeItemsInOnePass(items);
      items = new IntColumn();
      removeUsers(users, items);
    }
    if (items.size() > 0) {
      peelByLists(items);
    }
  }

  private void peelByLists(IntColumn items) {
    UsersOfItems usersOf = new UsersOfItems(remaining);
    while (items.size() > 0) {
      IntColumn users = removeItems(items, usersOf);
      items = new IntColumn();
      removeUsers(users, items);
    }
  }

  /** Returns what has a count below a limit. */
  private static IntColumn weak(int[] counts, int limit) {
    IntColumn weak = new IntColumn();
    for (int node = 0; node < counts.length; node++) {
      if (counts[node] > 0 && counts[node] < limit) {
        weak.append(node);
      }
    }
    return weak;
  }

  /** Takes users away and appends the items that thereby become weak. */
  private void removeUsers(IntColumn users, IntColumn items) {
    for (int i = 0; i < users.size(); i++) {
      int user = users.get(i);
      userCount[user] = 0;
      for (int row = rows.start(user); row < rows.end(user); row++) {
        int item = rows.item(row);
        // Equality, not "less": an item becomes weak once, at the moment it falls below its limit.
        if (remaining.has(row) && itemCount[item]-- == minItem) {
          items.append(item);
        }
      }
    }
  }

  /**
   * Takes away items, which must be all the weak ones, and returns the users that thereby become
   * weak.
   */
  private IntColumn removeItemsInOnePass(IntColumn items) {
    UserRanges.of(rows.userCount(), rows::start)
        .inParallel(
            (from, to) -> {
              for (int user = from; user < to; user++) {
                if (userCount[user] > 0) {
                  userCount[user] -= ofWeakItems(user);
                }
              }
            });
    clear(items);
    return weak(userCount, minUser);
  }

  private int ofWeakItems(int user) {
    int found = 0;
    for (int row = rows.start(user); row < rows.end(user); row++) {
      if (itemCount[rows.item(row)] < minItem && remaining.has(row)) {
        found++;
      }
    }
    return found;
  }

  /** Takes items away and returns the users that thereby become weak. */
  private IntColumn removeItems(IntColumn items, UsersOfItems usersOf) {
    IntColumn users = new IntColumn();
    for (int i = 0; i < items.size(); i++) {
      int item = items.get(i);
      for (int at = usersOf.start(item); at < usersOf.end(item); at++) {
        int user = usersOf.user(at);
        if (userCount[user] > 0 && userCount[user]-- == minUser) {
          users.append(user);
        }
      }
    }
    clear(items);
    return users;
  }

  private void clear(IntColumn items) {
    for (int i = 0; i < items.size(); i++) {
      itemCount[items.get(i)] = 0;
    }
  }
}
