package io.hardgnn.evaluation;

import io.hardgnn.data.DataException;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.HeldOut;
import io.hardgnn.error.Excerpt;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * A recommender of somebody else, known by its lists of ids alone, such as those that another
 * program wrote to a file.
 *
 * <pre>{@code
 * Map<String, List<String>> lists = Map.of("ann", List.of("book", "pen"));
 * EvaluationResult theirs =
 *     Evaluator.builder().build().evaluate(RankedLists.of(dataset, lists), dataset.test());
 * }</pre>
 *
 * <p>Of a user's list, items of the history are left out, as of any other recommender's. Items that
 * are not in the list rank behind it, the held-out ones last, and a user without a list has an
 * empty one. So HR, recall, precision and NDCG are right for a {@code K} up to the length of the
 * lists less the items of the history; MRR and MAP count what is not listed as last.
 *
 * <p>Immutable and thread-safe.
 */
public final class RankedLists implements ScoringFunction {

  private static final int[] EMPTY = {};

  private final int items;
  private final int[][] lists; // [users]

  private RankedLists(int items, int[][] lists) {
    this.items = items;
    this.lists = lists;
  }

  /**
   * Takes lists of ids.
   *
   * @param dataset gives ids their indices
   * @param lists user to items, best first; copied
   * @throws DataException if a user or an item is not in the dataset, or an item is twice in a
   *     list; the message names it
   */
  public static RankedLists of(Dataset dataset, Map<String, List<String>> lists) {
    int[][] ranked = new int[dataset.users().size()][];
    Arrays.fill(ranked, EMPTY);
    BitSet seen = new BitSet();
    lists.forEach(
        (user, list) -> {
          int index = dataset.users().indexOf(user);
          if (index < 0) {
            throw new DataException(
                "user '" + Excerpt.of(user) + "' has a list, but is not in the dataset");
          }
          ranked[index] = indices(dataset, user, list, seen);
          seen.clear();
        });
    return new RankedLists(dataset.items().size(), ranked);
  }

  private static int[] indices(Dataset dataset, String user, List<String> list, BitSet seen) {
    int[] indices = new int[list.size()];
    for (int place = 0; place < indices.length; place++) {
      int item = dataset.items().indexOf(list.get(place));
      if (item < 0 || seen.get(item)) {
        throw new DataException(
            "the list of user '"
                + Excerpt.of(user)
                + "' has item '"
                + Excerpt.of(list.get(place))
                + "' at place "
                + (place + 1)
                + (item < 0 ? ", which is not in the dataset" : ", which it has before"));
      }
      seen.set(item);
      indices[place] = item;
    }
    return indices;
  }

  @Override
  public int itemCount() {
    return items;
  }

  @Override
  public void score(HeldOut heldOut, int[] users, int count, float[] scores) {
    if (heldOut.userCount() != lists.length) {
      throw new IllegalArgumentException(
          "there are lists of "
              + lists.length
              + " users, but the held-out data have "
              + heldOut.userCount()
              + "; were they made from the same dataset?");
    }
    Arrays.fill(scores, 0, count * items, Float.NEGATIVE_INFINITY);
    for (int row = 0; row < count; row++) {
      int[] list = lists[users[row]];
      for (int place = 0; place < list.length; place++) {
        scores[row * items + list[place]] = -place;
      }
    }
  }

  @Override
  public boolean isThreadSafe() {
    return true;
  }
}
