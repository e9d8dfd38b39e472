package io.hardgnn.testkit.golden;

import io.hardgnn.encoder.GraphInputs;
import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.step.StepInputs;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A golden case's batch under the names of the library's inputs, with every user and every item
 * among the nodes.
 */
public final class GoldenFeeds {

  /** INT {@code [B]}: the query that stands for each row of the batch. */
  static final String ROWS = "golden.rows";

  private final GoldenCase golden;
  private final Map<String, GoldenTensor> reals = new LinkedHashMap<>();
  private final Map<String, GoldenTensor> indices = new LinkedHashMap<>();

  private GoldenFeeds(GoldenCase golden, GoldenQueries queries) {
    this.golden = golden;
    GoldenInputs in = golden.inputs();
    put(StepInputs.NODE_USERS, IntStream.range(0, golden.integer("U")).toArray());
    put(StepInputs.NODE_ITEMS, IntStream.range(0, golden.integer("V")).toArray());
    put(StepInputs.BATCH_USERS, in.batchUsers());
    indices.put(SequenceBatch.items(SequenceBatch.HISTORY), in.sequence());
    reals.put(SequenceBatch.mask(SequenceBatch.HISTORY), in.mask());
    put(StepInputs.TARGETS, queries.targets());
    put(StepInputs.TARGET_SEQUENCES, queries.rows());
    if (queries.coverPairs(golden)) {
      put(StepInputs.PAIR_QUERIES, queries.ofPairs(golden));
    }
    put(StepInputs.PAIR_NEGATIVES, in.rec().neg());
    int[] shared = in.nce().sharedNeg();
    if (shared != null) {
      put(StepInputs.SHARED_NEGATIVES, shared);
    }
    put(ROWS, IntStream.range(0, in.batchUsers().length).toArray());
    putExclusions(queries);
    for (int t = 0; t < in.edges().size(); t++) {
      putGraph(t);
      putPairs(t);
    }
  }

  /** Returns the batch in full precision, {@code FLOAT} and {@code INT} inputs alike. */
  public static Map<String, GoldenTensor> of(GoldenCase golden, GoldenQueries queries) {
    GoldenFeeds feeds = new GoldenFeeds(golden, queries);
    Map<String, GoldenTensor> all = new LinkedHashMap<>(feeds.reals);
    all.putAll(feeds.indices);
    return all;
  }

  /** Returns the batch as engines take it; there may be more than a graph asks for. */
  public static Map<String, HostTensor> host(GoldenCase golden, GoldenQueries queries) {
    GoldenFeeds feeds = new GoldenFeeds(golden, queries);
    Map<String, HostTensor> all = new LinkedHashMap<>();
    feeds.reals.forEach((name, x) -> all.put(name, HostTensor.of(x.floats(), x.shape())));
    feeds.indices.forEach((name, x) -> all.put(name, HostTensor.of(x.asInts(), x.shape())));
    return all;
  }

  private void put(String name, int[] values, int... shape) {
    int[] sizes = shape.length == 0 ? new int[] {values.length} : shape;
    indices.put(name, new GoldenTensor(sizes, Arrays.stream(values).asDoubleStream().toArray()));
  }

  /** Mining takes a query for a row: what its user's row leaves out is repeated for each query. */
  private void putExclusions(GoldenQueries queries) {
    int[][] excluded = golden.inputs().mineExclude();
    put(
        StepInputs.MINING_ROWS,
        IntStream.range(0, queries.rows().length)
            .flatMap(q -> IntStream.of(excluded[queries.rows()[q]]).map(item -> q))
            .toArray());
    put(
        StepInputs.MINING_ITEMS,
        Arrays.stream(queries.rows()).flatMap(row -> Arrays.stream(excluded[row])).toArray());
  }

  private void putPairs(int t) {
    GoldenInputs.Pairs pairs = golden.inputs().ssl().get(t);
    int half = pairs.user().length / 2;
    put(StepInputs.intervalUsers(t), pairs.user(), 2, half);
    put(StepInputs.intervalItems(t), pairs.item(), 2, half);
  }

  private void putGraph(int t) {
    GoldenInputs.Pairs edges = golden.inputs().edges().get(t);
    int[] byUser = sorted(edges.user(), edges.item());
    int[] byItem = sorted(edges.item(), edges.user());
    put(GraphInputs.usersByUser(t), pick(edges.user(), byUser));
    put(GraphInputs.itemsByUser(t), pick(edges.item(), byUser));
    put(GraphInputs.itemsByItem(t), pick(edges.item(), byItem));
    put(GraphInputs.usersByItem(t), pick(edges.user(), byItem));
    reals.put(GraphInputs.userScale(t), scale(edges.user(), golden.integer("U")));
    reals.put(GraphInputs.itemScale(t), scale(edges.item(), golden.integer("V")));
  }

  private static int[] sorted(int[] first, int[] second) {
    return IntStream.range(0, first.length)
        .boxed()
        .sorted(Comparator.<Integer>comparingInt(e -> first[e]).thenComparingInt(e -> second[e]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static int[] pick(int[] values, int[] order) {
    return Arrays.stream(order).map(e -> values[e]).toArray();
  }

  private static GoldenTensor scale(int[] ends, int nodes) {
    double[] scales = new double[nodes];
    Arrays.setAll(
        scales,
        node -> {
          long degree = Arrays.stream(ends).filter(end -> end == node).count();
          return degree == 0 ? 0 : 1 / Math.sqrt(degree);
        });
    return new GoldenTensor(new int[] {nodes, 1}, scales);
  }
}
