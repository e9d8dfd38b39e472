package io.hardgnn.tf;

import io.hardgnn.batch.PaddedSequences;
import io.hardgnn.data.HeldOut;
import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.encoder.TimeGaps;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.evaluation.ScoringFunction;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.Shape;
import io.hardgnn.tf.graph.Feeds;
import io.hardgnn.tf.graph.RunRequest;
import io.hardgnn.tf.graph.TfGraph;
import io.hardgnn.tf.graph.TfOps;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Scores users with the parameters of a {@link TfGraph}: tables of all nodes first, then a block of
 * sequences at a time against all items.
 *
 * <p>Does not own the graph. Blocks may be scored by several threads: native runs take turns, what
 * is around them does not.
 */
final class BlockScoring implements ScoringFunction {

  private static final String ITEM_TABLE = "tables.items";
  private static final String ITEM_COLUMNS = "tables.item_columns";
  private static final String USER_ROWS = "tables.user_rows";
  private static final String ONES = "tables.ones";

  private final TfGraph graph;
  private final ModelDefinition definition;
  private final NodeTables tables;
  private final Expr itemColumns;
  private final Expr scores;
  private final boolean biased;
  private float @Nullable [] itemTable;
  private float @Nullable [] userTable;

  BlockScoring(TfGraph graph, ModelDefinition definition, NodeTables tables) {
    this.graph = graph;
    this.definition = definition;
    this.tables = tables;
    TfOps ops = graph.inference("scores");
    int d = definition.embeddingDim();
    Expr items = ops.input(ITEM_TABLE, DType.FLOAT, Shape.of(definition.itemCount(), d));
    @Nullable Expr users =
        definition.embedsUsers()
            ? ops.input(USER_ROWS, DType.FLOAT, Shape.of(Dim.named("B"), d))
            : null;
    Expr userVectors = definition.userVectors(ops, items, users);
    Expr itemVectors = definition.itemVectors(ops, items);
    @Nullable Expr biases = definition.itemBiases(ops);
    this.biased = biases != null;
    if (biases != null) {
      // A bias is one more feature, of which every user has 1: no second pass over the scores.
      Expr ones = ops.input(ONES, DType.FLOAT, Shape.of(Dim.named("B"), 1));
      userVectors = ops.concat(1, List.of(userVectors, ones));
      itemVectors = ops.concat(1, List.of(itemVectors, ops.expandDims(biases, 1)));
    }
    this.itemColumns = ops.transpose(itemVectors, 1, 0);
    this.scores =
        ops.matmul(userVectors, ops.input(ITEM_COLUMNS, DType.FLOAT, itemColumns.shape()));
  }

  /**
   * Takes tables that were computed before, and makes the item side of the scores with the current
   * parameters.
   */
  void useTables(float[] items, float @Nullable [] users) {
    itemTable = items;
    userTable = users;
    graph.keep(ITEM_TABLE, HostTensor.of(items, definition.itemCount(), definition.embeddingDim()));
    float[] columns = graph.run(RunRequest.fetch(itemColumns), new Feeds()).floats(itemColumns);
    int features = itemColumns.shape().dim(0).size();
    graph.keep(ITEM_COLUMNS, HostTensor.of(columns, features, definition.itemCount()));
  }

  /**
   * Computes the tables from the current parameters; the whole graphs must be kept in the
   * {@link TfGraph}.
   *
   * @param learned the users that something was learned of
   */
  void computeTables(IntPredicate learned) {
    itemTable = null; // or the heap would hold the old ones beside the new ones
    userTable = null;
    NodeTables.All all = tables.all();
    if (all.users() != null) {
      UnlearnedUsers.replace(
          all.users(), definition.userCount(), learned, definition.encoderConfig().unknownUser());
    }
    useTables(all.items(), all.users());
  }

  /** Returns the item table {@code [items, d]}. */
  float[] itemTable() {
    return present(itemTable);
  }

  /** Returns the user table {@code [users, d]}, or null if the encoder has none. */
  float @Nullable [] userTable() {
    return userTable;
  }

  private static float[] present(float @Nullable [] table) {
    if (table == null) {
      throw new IllegalStateException("no tables yet");
    }
    return table;
  }

  @Override
  public int itemCount() {
    return definition.itemCount();
  }

  @Override
  public void score(HeldOut heldOut, int[] users, int count, float[] into) {
    present(itemTable);
    Map<String, HostTensor> feeds = new LinkedHashMap<>();
    histories(heldOut, users, count).putInto(feeds, SequenceBatch.HISTORY);
    if (userTable != null) {
      feeds.put(USER_ROWS, userRows(userTable, users, count));
    }
    if (biased) {
      float[] ones = new float[count];
      Arrays.fill(ones, 1);
      feeds.put(ONES, HostTensor.of(ones, count, 1));
    }
    Feeds fed = new Feeds();
    feeds.forEach(fed::tensor);
    graph.run(scores, fed, into);
  }

  @Override
  public boolean isThreadSafe() {
    return true;
  }

  private PaddedSequences histories(HeldOut heldOut, int[] users, int count) {
    int limit = definition.historyLength();
    int longest = 1;
    for (int row = 0; row < count; row++) {
      longest = Math.max(longest, Math.min(limit, heldOut.historyLength(users[row])));
    }
    PaddedSequences padded = new PaddedSequences(count, longest, definition.readsTimeGaps());
    for (int row = 0; row < count; row++) {
      int length = heldOut.historyLength(users[row]);
      int used = Math.min(longest, length);
      padded.fill(
          row, used, (r, position) -> heldOut.historyItem(users[r], length - used + position));
      int user = users[row];
      padded.fillGaps(
          row, used, position -> TimeGaps.before(heldOut, user, length - used + position));
    }
    return padded;
  }

  private HostTensor userRows(float[] table, int[] users, int count) {
    int d = definition.embeddingDim();
    float[] rows = new float[count * d];
    for (int row = 0; row < count; row++) {
      System.arraycopy(table, users[row] * d, rows, row * d, d);
    }
    return HostTensor.of(rows, count, d);
  }
}
