package io.hardgnn.testkit.golden;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The queries of a step: rows of the batch with the item each should rank first.
 *
 * @param rows {@code [Q]} row of the batch
 * @param targets {@code [Q]} item
 */
@SuppressWarnings("ArrayRecordComponent") // a test value, never compared by equals
public record GoldenQueries(int[] rows, int[] targets) {

  /** Returns the anchors of the contrastive loss, which a case may repeat. */
  static GoldenQueries anchors(GoldenCase golden) {
    return new GoldenQueries(golden.inputs().nce().row(), golden.inputs().nce().pos());
  }

  /** Returns a query for each pair of the recommendation loss. */
  static GoldenQueries pairs(GoldenCase golden) {
    return new GoldenQueries(golden.inputs().rec().row(), golden.inputs().rec().pos());
  }

  /** Returns a query for each row of the batch, followed by those of {@link #pairs}. */
  static GoldenQueries rowsAndPairs(GoldenCase golden) {
    GoldenInputs in = golden.inputs();
    return new GoldenQueries(
        joined(IntStream.range(0, in.targets().length).toArray(), in.rec().row()),
        joined(in.targets(), in.rec().pos()));
  }

  private static int[] joined(int[] first, int[] second) {
    return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
  }

  /** Returns the first query of each pair of the recommendation loss, -1 where there is none. */
  int[] ofPairs(GoldenCase golden) {
    GoldenInputs.Recommendation rec = golden.inputs().rec();
    return IntStream.range(0, rec.row().length)
        .map(k -> first(rec.row()[k], rec.pos()[k]))
        .toArray();
  }

  private int first(int row, int target) {
    return IntStream.range(0, rows.length)
        .filter(q -> rows[q] == row && targets[q] == target)
        .findFirst()
        .orElse(-1);
  }

  /** Returns whether each pair of the recommendation loss has a query. */
  boolean coverPairs(GoldenCase golden) {
    return Arrays.stream(ofPairs(golden)).noneMatch(query -> query < 0);
  }
}
