package io.hardgnn.onnx;

import io.hardgnn.blend.BlendWeights;
import io.hardgnn.data.ItemSequences;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.onnx.bundle.BundleContents;
import io.hardgnn.onnx.bundle.EmbeddingRows;
import io.hardgnn.onnx.bundle.TransitionTables;
import io.hardgnn.onnx.bundle.WeightFormat;
import io.hardgnn.onnx.files.BundleFiles;
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
import io.hardgnn.transitions.ItemTransitions;
import io.hardgnn.transitions.RecencyWeights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Five items in the plane and an encoder that sums the items of a history, so that every score can
 * be worked out by hand.
 *
 * <p>Items: a (1, 0), b (0, 1), c (1, 1), d (-1, 0.5), e (0.5, -1). Users: ann has a, b; bob has c,
 * c is old, a is new; eve has nothing.
 */
public final class TinyBundle {

  static final float[] ITEMS = {1, 0, 0, 1, 1, 1, -1, 0.5f, 0.5f, -1};

  private TinyBundle() {}

  public static BundleContents.Builder contents() {
    return BundleContents.builder()
        .vocabularies(
            Vocabulary.of(List.of("ann", "bob", "eve")),
            Vocabulary.of(List.of("a", "b", "c", "d", "e")))
        .histories(new ItemSequences(new int[] {0, 2, 4, 4}, new int[] {0, 1, 2, 0}, 5), 2)
        .itemEmbeddings(EmbeddingRows.of(ITEMS, 2))
        .encoder(table -> encoder(table, false))
        .provenance(Map.of("seed", "42"));
  }

  /** As many items as said, {@code i0} on, of which the encoder reads as many, and one user. */
  static BundleContents.Builder ofItems(int count) {
    float[] rows = new float[2 * count];
    for (int place = 0; place < rows.length; place++) {
      rows[place] = (float) Math.sin(place);
    }
    return contents()
        .vocabularies(
            Vocabulary.of(List.of("ann")),
            Vocabulary.of(IntStream.range(0, count).mapToObj(item -> "i" + item).toList()))
        .histories(new ItemSequences(new int[] {0, 1}, new int[] {0}, count), count)
        .itemEmbeddings(EmbeddingRows.of(rows, 2))
        .encoder(table -> encoder(table, false, count));
  }

  /** The tiny one, whose {@code scorer.onnx} is opened, as where 8-bit whole numbers propose. */
  static BundleContents.Builder scoredByModel() {
    return contents().weights(WeightFormat.INT8);
  }

  /** The same with a bias, with transitions from a to b and d, and with 8-bit whole numbers. */
  static BundleContents.Builder withAllTables() {
    ItemTransitions leads =
        ItemTransitions.of(
            new int[][] {{1, 3}, {}, {}, {}, {}}, new float[][] {{0.5f, 0.2f}, {}, {}, {}, {}});
    return contents()
        .itemBias(new float[] {0, 0.1f, 0, 0, 0.2f})
        .transitions(
            new TransitionTables(leads, new BlendWeights(2, 0.1, 0), new RecencyWeights(3, 0.5)))
        .weights(WeightFormat.INT8);
  }

  /**
   * Copies a bundle with another content of one file, or without it if that is null, and sums that
   * are right.
   */
  static void copy(Path bundle, Path copy, String name, UnaryOperator<byte[]> content) {
    ArtifactDirectory files = ArtifactDirectory.open(bundle, BundleFiles.FORMAT);
    ArtifactDirectory.write(
        copy,
        BundleFiles.FORMAT,
        out -> {
          for (String file : files.files()) {
            byte[] bytes = Files.readAllBytes(files.path(file));
            byte[] written = file.equals(name) ? content.apply(bytes) : bytes;
            if (written != null) {
              Files.write(out.path(file), written);
            }
          }
        });
  }

  /** Sums the rows of a history's items, and adds the user's vector if there is one. */
  static OnnxModel encoder(TensorSource table, boolean userVector) {
    return encoder(table, userVector, 5);
  }

  private static OnnxModel encoder(TensorSource table, boolean userVector, int items) {
    OnnxOps ops = new OnnxOps(name -> table);
    Shape shape = Shape.of(Dim.named("B"), Dim.named("M"));
    Expr ids = ops.input(SequenceEncoder.ITEMS, DType.INT, shape);
    Expr mask = ops.input(SequenceEncoder.MASK, DType.FLOAT, shape);
    Expr rows = ops.gather(ops.parameter("table", Shape.of(items, 2), Initializer.zeros()), ids);
    Expr sum = ops.sum(ops.mul(rows, ops.expandDims(mask, 2)), 1);
    if (userVector) {
      sum = ops.add(sum, ops.input(SequenceEncoder.USER, DType.FLOAT, Shape.of(Dim.named("B"), 2)));
    }
    return ops.model("sum", Map.of(ExactScorer.QUERY, sum), Map.of());
  }

  /** Events: user, item and epoch milliseconds of each, one after the other. */
  static InteractionLog log(Object... rows) {
    InteractionLog.Builder log = InteractionLog.builder();
    for (int i = 0; i < rows.length; i += 3) {
      log.add((String) rows[i], (String) rows[i + 1], (Integer) rows[i + 2]);
    }
    return log.build();
  }
}
