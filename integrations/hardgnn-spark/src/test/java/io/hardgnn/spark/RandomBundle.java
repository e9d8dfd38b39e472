package io.hardgnn.spark;

import io.hardgnn.blend.BlendWeights;
import io.hardgnn.data.ItemSequences;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.onnx.bundle.BundleContents;
import io.hardgnn.onnx.bundle.BundleWriter;
import io.hardgnn.onnx.bundle.EmbeddingRows;
import io.hardgnn.onnx.bundle.TransitionTables;
import io.hardgnn.onnx.bundle.WeightFormat;
import io.hardgnn.onnx.graph.OnnxModel;
import io.hardgnn.onnx.graph.OnnxOps;
import io.hardgnn.onnx.graph.TensorSource;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Shape;
import io.hardgnn.transitions.ItemTransitions;
import io.hardgnn.transitions.RecencyWeights;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A bundle of random embeddings whose encoder sums the newest items of a history and a vector of the
 * user, with biases and counted transitions. Every tenth user has no history.
 */
final class RandomBundle {

  private static final int HISTORY = 10;

  private RandomBundle() {}

  static Path write(Path folder, int users, int items, int dim, long seed) {
    return write(folder, users, items, dim, seed, WeightFormat.FLOAT32);
  }

  static Path write(Path folder, int users, int items, int dim, long seed, WeightFormat weights) {
    Random random = new Random(seed);
    BundleContents.Builder contents = contents(random, users, items, dim, true);
    float[] biases = new float[items];
    for (int item = 0; item < items; item++) {
      biases[item] = random.nextFloat();
    }
    BundleWriter.write(
        folder,
        contents
            .itemBias(biases)
            .userVectors(EmbeddingRows.of(normal(random, users * dim), dim), normal(random, dim))
            .transitions(
                new TransitionTables(
                    transitions(random, items),
                    new BlendWeights(0.5, 0.01, 0),
                    new RecencyWeights(HISTORY, 0.8)))
            .weights(weights)
            .build());
    return folder;
  }

  /** Writes embeddings and an encoder alone, to measure what they take. */
  static Path plain(Path folder, int users, int items, int dim, long seed) {
    BundleWriter.write(folder, contents(new Random(seed), users, items, dim, false).build());
    return folder;
  }

  private static BundleContents.Builder contents(
      Random random, int users, int items, int dim, boolean userVectors) {
    float[] table = normal(random, items * dim);
    int[] offsets = new int[users + 1];
    for (int user = 0; user < users; user++) {
      offsets[user + 1] = offsets[user] + (user % 10 == 9 ? 0 : 1 + random.nextInt(20));
    }
    int[] history = random.ints(offsets[users], 0, items).toArray();
    return BundleContents.builder()
        .vocabularies(ids("u", users), ids("i", items))
        .histories(new ItemSequences(offsets, history, items), HISTORY)
        .itemEmbeddings(EmbeddingRows.of(table, dim))
        .encoder(source -> encoder(source, items, dim, userVectors));
  }

  private static float[] normal(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (0.3 * random.nextGaussian()); // scores of about 1
    }
    return values;
  }

  /** Every item leads to some of the others. */
  private static ItemTransitions transitions(Random random, int items) {
    int[][] to = new int[items][];
    float[][] weights = new float[items][];
    for (int item = 0; item < items; item++) {
      to[item] = random.ints(8, 0, items).sorted().distinct().toArray();
      weights[item] = new float[to[item].length];
      for (int n = 0; n < to[item].length; n++) {
        weights[item][n] = 0.1f + random.nextFloat();
      }
    }
    return ItemTransitions.of(to, weights);
  }

  private static Vocabulary ids(String prefix, int count) {
    List<String> ids = IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    return Vocabulary.of(ids);
  }

  private static OnnxModel encoder(TensorSource table, int items, int dim, boolean userVectors) {
    OnnxOps ops = new OnnxOps(name -> table);
    Shape shape = Shape.of(Dim.named("B"), Dim.named("M"));
    Expr ids = ops.input("item_ids", DType.INT, shape);
    Expr mask = ops.input("mask", DType.FLOAT, shape);
    Expr rows = ops.gather(ops.parameter("table", Shape.of(items, dim), Initializer.zeros()), ids);
    Expr sum = ops.sum(ops.mul(rows, ops.expandDims(mask, 2)), 1);
    if (userVectors) {
      Shape vectors = Shape.of(Dim.named("B"), dim);
      sum = ops.add(sum, ops.input("user_vector", DType.FLOAT, vectors));
    }
    return ops.model("sum", Map.of("user_embedding", sum), Map.of());
  }
}
