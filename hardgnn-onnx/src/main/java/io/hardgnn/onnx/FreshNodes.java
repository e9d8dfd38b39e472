package io.hardgnn.onnx;

import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.data.ItemSequences;
import io.hardgnn.data.Sequences;
import io.hardgnn.encoder.EncoderConfig;
import io.hardgnn.encoder.Gives;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.io.Json;
import io.hardgnn.io.JsonException;
import io.hardgnn.onnx.bundle.EmbeddingRows;
import io.hardgnn.onnx.bundle.NodePhase;
import io.hardgnn.onnx.graph.TensorSource;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.ParameterRole;
import io.hardgnn.ops.lowering.ShapeOps;
import io.hardgnn.settings.InvalidConfigException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node phase of a bundle, run again on the graphs of all interactions that are known now. The
 * trained parameters stay; tables with a row per item get rows for new items by
 * {@link NewItemVectors}, tables with a row per user get, for new users, the mean of their rows or
 * zeros, as {@link io.hardgnn.encoder.EncoderConfig#unknownUser} says.
 *
 * @param phase what the new bundle keeps
 * @param definition the model for the users and items that there are now
 * @param tables embeddings of all users and items
 */
record FreshNodes(NodePhase phase, ModelDefinition definition, NodeTables tables) {

  private static final Logger LOG = LoggerFactory.getLogger(FreshNodes.class);

  /**
   * Runs the phase.
   *
   * @param old what the bundle kept
   * @param histories all that is known now
   * @param times {@code [n]} of these histories, or null where the bundle kept none
   * @param vectors makes rows of the new items, by the number of items that a table has already
   * @return null, with a line in the log, if the encoder is an application's own that is not on the
   *     class path, or the tables are too large for ONNX Runtime
   */
  static @Nullable FreshNodes of(
      NodePhase old,
      ItemSequences histories,
      long @Nullable [] times,
      IntFunction<NewItemVectors> vectors) {
    @Nullable HardGNNConfig config = config(old);
    if (config == null) {
      return null;
    }
    if (!fits(config.encoder(), histories)) { // before larger tables are made
      tellTooLarge();
      return null;
    }
    ModelDefinition definition =
        ModelDefinition.of(
            config.encoder(),
            config.scoring(),
            config.objective(),
            histories.userCount(),
            new float[histories.itemCount()]);
    if (times == null && config.encoder().graph().count() > 1) {
      throw new IllegalArgumentException("the times of the interactions are missing");
    }
    Map<String, HostTensor> parameters = grown(old.parameters(), definition, vectors);
    Sequences interactions =
        new Sequences(
            histories.toOffsets(),
            histories.toItems(),
            times == null ? new long[histories.size()] : times,
            histories.itemCount());
    if (!NodeTables.fits(parameters, interactions)) {
      tellTooLarge();
      return null;
    }
    return new FreshNodes(
        new NodePhase(old.configuration(), parameters, times),
        definition,
        NodeTables.of(definition, parameters, interactions));
  }

  /** Returns whether ONNX Runtime can be fed the tables of all items and users, and the edges. */
  private static boolean fits(EncoderConfig encoder, ItemSequences histories) {
    long users = encoder.gives().contains(Gives.USERS) ? histories.userCount() : 0;
    long rows = Math.max(users, histories.itemCount());
    return Math.max(rows * encoder.embeddingDim(), histories.size()) <= NodeTables.MOST_ELEMENTS;
  }

  private static void tellTooLarge() {
    LOG.warn(
        "not propagated over the new edges: a table or the edges have more than {} values",
        NodeTables.MOST_ELEMENTS);
  }

  private static @Nullable HardGNNConfig config(NodePhase old) {
    try {
      String source = "the bundle";
      return HardGNNConfig.fromStored(Json.tree(old.configuration(), source), source, List.of());
    } catch (JsonException | InvalidConfigException e) {
      LOG.warn(
          "not propagated over the new edges, since the model's settings cannot be read: {}",
          e.getMessage());
      return null;
    }
  }

  private static Map<String, HostTensor> grown(
      Map<String, HostTensor> old,
      ModelDefinition definition,
      IntFunction<NewItemVectors> vectors) {
    ShapeOps declared = NodePhase.declared(definition);
    EncoderConfig encoder = definition.encoderConfig();
    Map<String, HostTensor> all = new LinkedHashMap<>();
    for (String name : declared.parameterNames()) {
      int[] dims = declared.parameter(name).shape().dims().stream().mapToInt(Dim::size).toArray();
      HostTensor value = old.get(name);
      if (value == null) {
        throw new IllegalArgumentException("the bundle has no parameter '" + name + "'");
      }
      all.put(
          name,
          HostTensor.of(values(name, value, dims, declared.role(name), vectors, encoder), dims));
    }
    return all;
  }

  private static float[] values(
      String name,
      HostTensor old,
      int[] dims,
      ParameterRole role,
      IntFunction<NewItemVectors> vectors,
      EncoderConfig encoder) {
    if (Arrays.equals(dims, old.dims())) {
      return old.floats();
    }
    boolean table = dims.length == 2 && old.dims().length == 2 && dims[1] == old.dims()[1];
    if (table && role == ParameterRole.ITEM_TABLE) {
      EmbeddingRows rows = EmbeddingRows.of(old.floats(), dims[1]);
      return array(vectors.apply(old.dims()[0]).appended(rows));
    }
    if (table && role == ParameterRole.USER_TABLE) {
      return users(encoder, old, dims);
    }
    throw new IllegalArgumentException(
        "parameter '"
            + name
            + "' has the sizes "
            + Arrays.toString(old.dims())
            + ", "
            + Arrays.toString(dims)
            + " expected");
  }

  private static float[] array(EmbeddingRows rows) {
    float[] values = new float[rows.rows() * rows.dim()];
    float[] row = new float[rows.dim()];
    for (int index = 0; index < rows.rows(); index++) {
      rows.row(index, row);
      System.arraycopy(row, 0, values, index * row.length, row.length);
    }
    return values;
  }

  private static float[] users(EncoderConfig encoder, HostTensor known, int[] dims) {
    float[] values = Arrays.copyOf(known.floats(), dims[0] * dims[1]);
    float[] row = OnnxExporter.coldUser(encoder, EmbeddingRows.of(known.floats(), dims[1]));
    for (int user = known.dims()[0]; user < dims[0]; user++) {
      System.arraycopy(row, 0, values, user * row.length, row.length);
    }
    return values;
  }

  /**
   * Returns {@code [items, d]} the item side of the scores; the item table itself if it is that.
   */
  float[] itemVectors() {
    return ItemVectors.of(
        definition,
        name -> {
          HostTensor value = phase.parameters().get(name);
          return value == null ? null : TensorSource.of(value.floats());
        },
        tables.items(),
        ItemVectors.ROWS_AT_ONCE);
  }
}
