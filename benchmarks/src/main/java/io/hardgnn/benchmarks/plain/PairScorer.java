package io.hardgnn.benchmarks.plain;

import io.hardgnn.HardGNNModel;
import io.hardgnn.batch.PaddedSequences;
import io.hardgnn.data.HeldOut;
import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.encoder.TimeGaps;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.TrainedParameters;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.tf.graph.Feeds;
import io.hardgnn.tf.graph.RunRequest;
import io.hardgnn.tf.graph.TfGraph;
import io.hardgnn.tf.session.SessionSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The naive way to rank: the model is run for one user and one item at a time, as in its training
 * batches.
 */
public final class PairScorer implements AutoCloseable {

  private final TfGraph graph;
  private final ModelDefinition definition;
  private final TrainedParameters trained;
  private final Expr score;

  public PairScorer(HardGNNModel model) {
    definition = model.definition();
    trained = model.parameters();
    graph = TfGraph.create(SessionSettings.defaults(), 0);
    Ops ops = graph.inference("pair");
    int d = definition.embeddingDim();
    Expr items = ops.input("items", DType.FLOAT, Shape.of(definition.itemCount(), d));
    Expr item = ops.input("item", DType.INT, Shape.of(1));
    Expr users =
        trained.userTable() == null
            ? null
            : ops.input("user", DType.FLOAT, Shape.of(Dim.named("B"), d));
    Expr user = definition.userVectors(ops, items, users);
    Expr one = definition.itemVectors(ops, ops.gather(items, item));
    score = ops.matmulTransposed(user, one);
    graph.keep("items", HostTensor.of(trained.itemTable().floats(), definition.itemCount(), d));
    trained.parameters().forEach((name, value) -> graph.parameters().assign(name, value.floats()));
  }

  /** Returns the score of a pair, without the item's bias. */
  public float score(HeldOut heldOut, int user, int item) {
    int length = heldOut.historyLength(user);
    int used = Math.min(length, definition.historyLength());
    PaddedSequences history = new PaddedSequences(1, Math.max(1, used), definition.readsTimeGaps());
    history.fill(0, used, (row, at) -> heldOut.historyItem(user, length - used + at));
    history.fillGaps(0, used, at -> TimeGaps.before(heldOut, user, length - used + at));
    Map<String, HostTensor> values = new LinkedHashMap<>();
    history.putInto(values, SequenceBatch.HISTORY);
    HostTensor table = trained.userTable();
    if (table != null) {
      int d = definition.embeddingDim();
      float[] row = java.util.Arrays.copyOfRange(table.floats(), user * d, (user + 1) * d);
      values.put("user", HostTensor.of(row, 1, d));
    }
    Feeds feeds = new Feeds().ints("item", new int[] {item}, 1);
    values.forEach(feeds::tensor);
    return graph.run(RunRequest.fetch(score), feeds).floats(score)[0];
  }

  @Override
  public void close() {
    graph.close();
  }
}
