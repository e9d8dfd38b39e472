package io.hardgnn.onnx;

import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.onnx.bundle.BundleContents;
import io.hardgnn.onnx.graph.OnnxModel;
import io.hardgnn.onnx.graph.OnnxOps;
import io.hardgnn.onnx.graph.TensorSource;
import io.hardgnn.onnx.scoring.ExactScorer;
import io.hardgnn.onnx.scoring.SequenceEncoder;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Shape;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lowers what runs when a request arrives: the sequence phase of an encoder and the user side of
 * the prediction. The same code was trained, so what is served is what was trained.
 */
final class EncoderModel {

  private static final String ITEM_INPUTS = "serving.item_inputs";
  private static final Map<String, String> INPUT_NAMES =
      Map.of(
          SequenceBatch.items(SequenceBatch.HISTORY), SequenceEncoder.ITEMS,
          SequenceBatch.mask(SequenceBatch.HISTORY), SequenceEncoder.MASK,
          SequenceBatch.gaps(SequenceBatch.HISTORY), SequenceEncoder.TIME_GAPS);

  private EncoderModel() {}

  /**
   * Returns a model with the inputs and the output of a bundle's encoder, see
   * {@link BundleContents.EncoderSource}.
   *
   * @param definition the trained model
   * @param weights the trained parameters by name
   * @param itemInputs {@code [V, d]} item embeddings of the encoder's first phase
   * @param metadata entries for the model's metadata
   */
  static OnnxModel of(
      ModelDefinition definition,
      Function<String, ? extends @Nullable TensorSource> weights,
      TensorSource itemInputs,
      Map<String, String> metadata) {
    OnnxOps ops =
        new OnnxOps(
            name -> name.equals(ITEM_INPUTS) ? itemInputs : weights.apply(name), INPUT_NAMES);
    int d = definition.embeddingDim();
    Expr table =
        ops.parameter(ITEM_INPUTS, Shape.of(definition.itemCount(), d), Initializer.zeros());
    @Nullable Expr users =
        definition.embedsUsers()
            ? ops.input(SequenceEncoder.USER, DType.FLOAT, Shape.of(Dim.named("B"), d))
            : null;
    Expr vectors = definition.userVectors(ops, table, users);
    return ops.model("hardgnn_encoder", Map.of(ExactScorer.QUERY, vectors), metadata);
  }
}
