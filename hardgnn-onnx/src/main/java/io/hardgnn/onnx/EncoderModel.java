package io.hardgnn.onnx;

import io.hardgnn.model.Encoder;
import io.hardgnn.model.Prediction;
import io.hardgnn.model.SequenceBatch;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Shape;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lowers what runs when a request arrives: the sequence phase of an encoder and the user side of the prediction. The same code
 * was trained, so what is served is what was trained.
 */
public final class EncoderModel {

  private static final String ITEM_INPUTS = "serving.item_inputs";

  private EncoderModel() {}

  /**
   * Returns a model with the inputs and the output of a bundle's encoder, see {@link BundleContents.EncoderSource}.
   *
   * @param encoder the trained encoder
   * @param prediction the trained prediction
   * @param shape sizes of the tables
   * @param weights the trained parameters by name
   * @param itemInputs {@code [V, d]} item embeddings of the encoder's first phase
   * @param metadata entries for the model's metadata
   */
  public static OnnxModel of(
      Encoder encoder,
      Prediction prediction,
      TableShape shape,
      Function<String, ? extends @Nullable TensorSource> weights,
      TensorSource itemInputs,
      Map<String, String> metadata) {
    OnnxOps ops = new OnnxOps(name -> name.equals(ITEM_INPUTS) ? itemInputs : weights.apply(name));
    Shape sequences = Shape.of(Dim.named("B"), Dim.named("M"));
    SequenceBatch batch =
        new SequenceBatch(
            ops.input(SequenceEncoder.ITEMS, DType.INT, sequences),
            ops.input(SequenceEncoder.MASK, DType.FLOAT, sequences));
    Expr table =
        ops.parameter(ITEM_INPUTS, Shape.of(shape.items(), shape.dim()), Initializer.zeros());
    Expr instance = encoder.embedSequences(ops, table, batch).instance();
    Expr users =
        shape.userVectors()
            ? ops.input(SequenceEncoder.USER, DType.FLOAT, Shape.of(Dim.named("B"), shape.dim()))
            : null;
    return ops.model(
        "hardgnn_encoder",
        Map.of(ExactScorer.QUERY, prediction.userVectors(ops, users, instance)),
        metadata);
  }

  /**
   * Sizes that a model is built around.
   *
   * @param items number of items {@code V}
   * @param dim size of an embedding {@code d}
   * @param userVectors whether the encoder's first phase keeps a vector per user
   */
  public record TableShape(int items, int dim, boolean userVectors) {}
}
