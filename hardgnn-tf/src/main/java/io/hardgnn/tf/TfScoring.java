package io.hardgnn.tf;

import io.hardgnn.data.HeldOut;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.PaddedSequences;
import io.hardgnn.evaluation.ScoringFunction;
import io.hardgnn.model.Prediction;
import io.hardgnn.model.SequenceBatch;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Scores users with the parameters of a {@link TfGraph}: tables of all nodes first, then a block of sequences at a time against
 * all items.
 *
 * <p>Does not own the graph. Calls exclude each other.
 */
final class TfScoring implements ScoringFunction {

  private static final String ITEM_TABLE = "tables.items";
  private static final String USER_ROWS = "tables.user_rows";

  private final TfGraph graph;
  private final ModelDefinition definition;
  private final NodeTables tables;
  private final Expr scores;
  private float @Nullable [] itemTable;
  private float @Nullable [] userTable;

  TfScoring(TfGraph graph, ModelDefinition definition, NodeTables tables) {
    this.graph = graph;
    this.definition = definition;
    this.tables = tables;
    TfOps ops = graph.inference("scores");
    int d = definition.model().embeddingDim();
    Expr items = ops.input(ITEM_TABLE, DType.FLOAT, Shape.of(definition.itemCount(), d));
    @Nullable Expr users =
        definition.embedsUsers()
            ? ops.input(USER_ROWS, DType.FLOAT, Shape.of(Dim.named("B"), d))
            : null;
    this.scores =
        Prediction.allScores(
            ops,
            definition.userVectors(ops, items, users),
            definition.itemVectors(ops, items),
            definition.itemBiases(ops));
  }

  /** Takes tables that were computed before. */
  void useTables(float[] items, float @Nullable [] users) {
    itemTable = items;
    userTable = users;
    graph.keep(
        ITEM_TABLE,
        HostTensor.of(items, definition.itemCount(), definition.model().embeddingDim()));
  }

  /** Computes the tables from the current parameters; the whole graphs must be kept in the {@link TfGraph}. */
  void computeTables() {
    useTables(tables.items(), tables.users());
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
    Feeds fed = new Feeds();
    feeds.forEach(fed::tensor);
    float[] block = graph.run(RunPlan.fetch(scores), fed).floats(scores);
    System.arraycopy(block, 0, into, 0, block.length);
  }

  private PaddedSequences histories(HeldOut heldOut, int[] users, int count) {
    int limit = definition.model().sequence().historyLength();
    int longest = 1;
    for (int row = 0; row < count; row++) {
      longest = Math.max(longest, Math.min(limit, heldOut.historyLength(users[row])));
    }
    PaddedSequences padded = new PaddedSequences(count, longest);
    for (int row = 0; row < count; row++) {
      int length = heldOut.historyLength(users[row]);
      int used = Math.min(longest, length);
      padded.fill(
          row, used, (r, position) -> heldOut.historyItem(users[r], length - used + position));
    }
    return padded;
  }

  private HostTensor userRows(float[] table, int[] users, int count) {
    int d = definition.model().embeddingDim();
    float[] rows = new float[count * d];
    for (int row = 0; row < count; row++) {
      System.arraycopy(table, users[row] * d, rows, row * d, d);
    }
    return HostTensor.of(rows, count, d);
  }
}
