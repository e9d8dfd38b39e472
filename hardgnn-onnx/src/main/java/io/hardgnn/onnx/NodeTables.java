package io.hardgnn.onnx;

import io.hardgnn.batch.WholeGraphs;
import io.hardgnn.data.Sequences;
import io.hardgnn.encoder.NodeEmbeddings;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.onnx.graph.OnnxModel;
import io.hardgnn.onnx.graph.OnnxOps;
import io.hardgnn.onnx.runtime.InferenceOptions;
import io.hardgnn.onnx.runtime.InferenceSession;
import io.hardgnn.onnx.runtime.TensorBuffer;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.step.StepInputs;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings of all users and items after the first phase of an encoder: the code that was trained,
 * written as an ONNX model for these numbers of users and items, and run by ONNX Runtime.
 *
 * @param items {@code [items, d]}
 * @param users {@code [users, d]}, or null if the encoder gives none
 */
@SuppressWarnings("ArrayRecordComponent") // handed from one method to the next, never compared
record NodeTables(float[] items, float @Nullable [] users) {

  /** Most elements of what is fed: those of a native buffer of 2 GiB. */
  static final int MOST_ELEMENTS = (Integer.MAX_VALUE - 8) / Float.BYTES;

  private static final String ITEMS = "items";
  private static final String USERS = "users";

  /** Nodes of one run times the size of an embedding, which bounds the memory of a run. */
  private static final int VALUES_PER_RUN = 1 << 25;

  /**
   * Returns whether ONNX Runtime can be fed tables and edges of these sizes.
   *
   * @param parameters as for {@link #of}
   */
  static boolean fits(Map<String, HostTensor> parameters, Sequences interactions) {
    return interactions.size() <= MOST_ELEMENTS
        && parameters.values().stream().allMatch(value -> value.floats().length <= MOST_ELEMENTS);
  }

  /**
   * Runs the node phase.
   *
   * @param definition the model, for the users and items that there are
   * @param parameters those that the phase reads, by name
   * @param interactions the edges of the graphs
   * @throws io.hardgnn.onnx.runtime.InferenceException if ONNX Runtime cannot run it
   */
  static NodeTables of(
      ModelDefinition definition, Map<String, HostTensor> parameters, Sequences interactions) {
    return of(
        definition,
        parameters,
        interactions,
        Math.max(1, VALUES_PER_RUN / definition.embeddingDim()));
  }

  static NodeTables of(
      ModelDefinition definition,
      Map<String, HostTensor> parameters,
      Sequences interactions,
      int nodesPerRun) {
    OnnxOps ops = OnnxOps.ofNodePhase();
    NodeEmbeddings nodes = definition.nodeTables(ops);
    Expr ofUsers = nodes.users();
    Map<String, Expr> outputs = new LinkedHashMap<>();
    outputs.put(ITEMS, nodes.items());
    if (ofUsers != null) {
      outputs.put(USERS, ofUsers);
    }
    OnnxModel model = ops.model("hardgnn_nodes", outputs, Map.of());
    Map<String, TensorBuffer> feeds = new HashMap<>();
    feed(feeds, model, parameters);
    feed(feeds, model, WholeGraphs.feeds(definition.encoderConfig().graph(), interactions));
    int d = definition.embeddingDim();
    float[] items = new float[definition.itemCount() * d];
    float @Nullable [] users = ofUsers == null ? null : new float[definition.userCount() * d];
    int most = Math.max(definition.itemCount(), users == null ? 0 : definition.userCount());
    // one thread: see OnnxOps.ofNodePhase
    try (InferenceSession session =
        InferenceSession.open(model.toByteArray(), InferenceOptions.defaults().intraOpThreads(1))) {
      for (int from = 0; from < most; from += nodesPerRun) {
        Map<String, TensorBuffer> results = new HashMap<>();
        wanted(feeds, results, model, StepInputs.NODE_ITEMS, ITEMS, from, nodesPerRun, items, d);
        if (users != null) {
          wanted(feeds, results, model, StepInputs.NODE_USERS, USERS, from, nodesPerRun, users, d);
        }
        session.run(feeds, results);
        take(results, ITEMS, items, from * d);
        if (users != null) {
          take(results, USERS, users, from * d);
        }
      }
    }
    return new NodeTables(items, users);
  }

  private static void feed(
      Map<String, TensorBuffer> feeds, OnnxModel model, Map<String, HostTensor> values) {
    values.forEach(
        (name, value) -> {
          if (model.inputNames().contains(name)) {
            feeds.put(name, TensorBuffer.copyOf(value));
          }
        });
  }

  /** Asks for some rows of a table; for its first if there are none left. */
  private static void wanted(
      Map<String, TensorBuffer> feeds,
      Map<String, TensorBuffer> results,
      OnnxModel model,
      String input,
      String output,
      int from,
      int most,
      float[] table,
      int d) {
    int rows = table.length / d;
    int first = from < rows ? from : 0;
    int count = from < rows ? Math.min(most, rows - from) : 1;
    int[] nodes = IntStream.range(first, first + count).toArray();
    feed(feeds, model, Map.of(input, HostTensor.of(nodes, count)));
    results.put(output, TensorBuffer.floats(count, d));
  }

  private static void take(
      Map<String, TensorBuffer> results, String output, float[] table, int from) {
    TensorBuffer rows = results.get(output);
    if (rows != null && from < table.length) {
      rows.asFloats().get(0, table, from, rows.size());
    }
  }
}
