package io.hardgnn.onnx;

import static java.util.Objects.requireNonNull;

import io.hardgnn.HardGNNModel;
import io.hardgnn.blend.Blend;
import io.hardgnn.data.Sequences;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.encoder.EncoderConfig;
import io.hardgnn.encoder.GraphPlan;
import io.hardgnn.encoder.UnknownUser;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.onnx.bundle.BundleContents;
import io.hardgnn.onnx.bundle.BundleWriter;
import io.hardgnn.onnx.bundle.EmbeddingRows;
import io.hardgnn.onnx.bundle.NodePhase;
import io.hardgnn.onnx.graph.OnnxOps;
import io.hardgnn.onnx.graph.TensorSource;
import io.hardgnn.onnx.runtime.InferenceException;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.scoring.Prediction;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Exports a trained model to the bundle that {@link OnnxRecommender} serves, without the engine
 * that trained it.
 *
 * <pre>{@code
 * try (HardGNNModel trained = HardGNNModel.load(Path.of("model"))) {
 *   OnnxExporter.export(trained, Path.of("onnx"));
 * }
 * }</pre>
 *
 * <p>Stateless and thread-safe.
 */
public final class OnnxExporter {

  private OnnxExporter() {}

  /**
   * Finds out before a training whether its bundle could be written; makes the directory.
   *
   * @throws io.hardgnn.io.ArtifactException as {@link #export(Source, Path)}
   * @throws java.io.UncheckedIOException if no file can be made there
   */
  public static void requireWritable(Path directory) {
    ArtifactDirectory.requireWritable(directory, BundleWriter.FORMAT);
  }

  /**
   * Writes the bundle of a trained model, or replaces one.
   *
   * @param model needs no training engine and may be closed
   * @param directory where the bundle goes
   * @throws io.hardgnn.io.ArtifactException as {@link #export(Source, Path)}
   * @throws InferenceException as {@link #export(Source, Path)}
   * @throws java.io.UncheckedIOException as {@link #export(Source, Path)}
   */
  public static void export(HardGNNModel model, Path directory) {
    export(model, directory, ExportOptions.defaults());
  }

  /**
   * Writes the bundle of a trained model, or replaces one.
   *
   * @param model needs no training engine and may be closed
   * @param directory where the bundle goes
   * @param options how it is stored
   * @throws io.hardgnn.io.ArtifactException as {@link #export(Source, Path)}
   * @throws InferenceException as {@link #export(Source, Path)}
   * @throws java.io.UncheckedIOException as {@link #export(Source, Path)}
   */
  public static void export(HardGNNModel model, Path directory, ExportOptions options) {
    export(
        new Source(
            model.definition(),
            model.parameters().parameters(),
            model.parameters().itemTable(),
            model.parameters().userTable(),
            model.users(),
            model.items(),
            model.interactions(),
            ModelProvenance.of(model),
            model.config().blend()),
        nodePhase(model),
        directory,
        requireNonNull(options, "options"));
  }

  private static @Nullable NodePhase nodePhase(HardGNNModel model) {
    GraphPlan plan = model.definition().encoderConfig().graph();
    if (plan.count() == 0) {
      return null;
    }
    Map<String, HostTensor> parameters = new LinkedHashMap<>();
    for (String name : NodePhase.declared(model.definition()).parameterNames()) {
      HostTensor value = model.parameters().parameters().get(name);
      if (value == null) {
        throw new IllegalArgumentException("the trained model has no parameter '" + name + "'");
      }
      parameters.put(name, value);
    }
    return new NodePhase(
        model.config().toJson(),
        parameters,
        plan.count() == 1 ? null : times(model.interactions()));
  }

  private static long[] times(Sequences interactions) {
    long[] times = new long[interactions.size()];
    Arrays.setAll(times, interactions::timestamp);
    return times;
  }

  /**
   * A trained model as an exporter needs it.
   *
   * @param definition shape of the model
   * @param parameters the trained parameters by name
   * @param itemTable {@code [items, d]} item embeddings after the encoder's first phase
   * @param userTable {@code [users, d]} user embeddings after the first phase, or null if the
   *     encoder has none
   * @param users the users' ids
   * @param items the items' ids
   * @param histories every user's interactions; their times are written where the encoder reads
   *     those between them
   * @param provenance where the model comes from, for people
   * @param blend what counts of the histories add to the scores; weights that are still to be
   *     chosen count as their first
   */
  public record Source(
      ModelDefinition definition,
      Map<String, HostTensor> parameters,
      HostTensor itemTable,
      @Nullable HostTensor userTable,
      Vocabulary users,
      Vocabulary items,
      Sequences histories,
      Map<String, String> provenance,
      Blend blend) {}

  /**
   * Writes a bundle, or replaces one.
   *
   * <p>Users never seen in training get what {@link io.hardgnn.encoder.EncoderConfig#unknownUser}
   * says, where the encoder gives users. A {@link BundleRefresher} cannot propagate over newer
   * edges in this bundle, since the source has no settings; export the model for that.
   *
   * @throws io.hardgnn.io.ArtifactException if something else than a bundle is at the target
   * @throws IllegalArgumentException if parts of the model do not fit each other, or a parameter is
   *     missing
   * @throws io.hardgnn.settings.InvalidConfigException if the blend is out of its ranges
   * @throws InferenceException if ONNX Runtime refuses a model
   * @throws java.io.UncheckedIOException if a file cannot be written; what was there before is then
   *     unchanged
   */
  public static void export(Source source, Path directory) {
    export(source, directory, ExportOptions.defaults());
  }

  /**
   * Writes a bundle, or replaces one, as {@link #export(Source, Path)}.
   *
   * @param options how it is stored
   */
  public static void export(Source source, Path directory, ExportOptions options) {
    export(source, null, directory, requireNonNull(options, "options"));
  }

  private static void export(
      Source source, @Nullable NodePhase nodes, Path directory, ExportOptions options) {
    ModelDefinition definition = source.definition();
    int d = definition.embeddingDim();
    Function<String, @Nullable TensorSource> weights =
        name -> {
          HostTensor parameter = source.parameters().get(name);
          return parameter == null ? null : TensorSource.of(parameter.floats());
        };
    float[] inputs = source.itemTable().floats();
    float[] embeddings = ItemVectors.of(definition, weights, inputs, ItemVectors.ROWS_AT_ONCE);
    BundleContents.Builder contents =
        BundleContents.builder()
            .vocabularies(source.users(), source.items())
            .histories(source.histories().items(), definition.historyLength())
            .itemEmbeddings(EmbeddingRows.of(embeddings, d))
            .encoder(table -> EncoderModel.of(definition, weights, table, source.provenance()))
            .weights(options.weights())
            .provenance(source.provenance());
    if (definition.readsTimeGaps()) {
      contents.times(times(source.histories()));
    }
    if (nodes != null) {
      contents.nodes(nodes);
    }
    if (embeddings != inputs) {
      contents.itemInputs(EmbeddingRows.of(inputs, d));
    }
    HostTensor userTable = source.userTable();
    if (userTable != null) {
      EmbeddingRows rows = EmbeddingRows.of(userTable.floats(), d);
      contents.userVectors(rows, coldUser(definition.encoderConfig(), rows));
    }
    float @Nullable [] bias = itemBias(definition, source);
    BundleCounts.of(source.blend(), source.histories().items(), bias).addTo(contents);
    BundleWriter.write(directory, contents.build());
  }

  private static float @Nullable [] itemBias(ModelDefinition definition, Source source) {
    OnnxOps probe = new OnnxOps(name -> TensorSource.of(new float[definition.itemCount()]));
    if (definition.itemBiases(probe) == null) {
      return null;
    }
    HostTensor bias = source.parameters().get(Prediction.ITEM_BIAS);
    if (bias == null) {
      throw new IllegalArgumentException(
          "the trained model has no parameter '" + Prediction.ITEM_BIAS + "'");
    }
    return bias.floats();
  }

  /** Returns {@code [d]} what stands for users never seen in training. */
  static float[] coldUser(EncoderConfig encoder, EmbeddingRows users) {
    return encoder.unknownUser() == UnknownUser.MEAN ? mean(users) : new float[users.dim()];
  }

  private static float[] mean(EmbeddingRows rows) {
    double[] sums = new double[rows.dim()];
    float[] row = new float[rows.dim()];
    for (int index = 0; index < rows.rows(); index++) {
      rows.row(index, row);
      for (int i = 0; i < row.length; i++) {
        sums[i] += row[i];
      }
    }
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) (sums[i] / Math.max(1, rows.rows()));
    }
    return row;
  }
}
