package io.hardgnn.spark;

import io.hardgnn.data.ItemSequences;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.onnx.bundle.BundleContents;
import io.hardgnn.onnx.bundle.BundleWriter;
import io.hardgnn.onnx.bundle.EmbeddingRows;
import io.hardgnn.onnx.graph.OnnxModel;
import io.hardgnn.onnx.graph.OnnxOps;
import io.hardgnn.onnx.graph.TensorSource;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** A bundle of random embeddings whose encoder sums the newest items of a history. */
final class RandomBundle {

  private RandomBundle() {}

  static Path write(Path folder, int users, int items, int dim, long seed) {
    Random random = new Random(seed);
    float[] table = new float[items * dim];
    for (int i = 0; i < table.length; i++) {
      table[i] = (float) (0.3 * random.nextGaussian()); // scores of about 1
    }
    int[] offsets = new int[users + 1];
    for (int user = 0; user < users; user++) {
      offsets[user + 1] = offsets[user] + (user % 10 == 9 ? 0 : 1 + random.nextInt(20));
    }
    int[] history = random.ints(offsets[users], 0, items).toArray();
    BundleWriter.write(
        folder,
        BundleContents.builder()
            .vocabularies(ids("u", users), ids("i", items))
            .histories(new ItemSequences(offsets, history, items), 10)
            .itemEmbeddings(EmbeddingRows.of(table, dim))
            .encoder(source -> encoder(source, items, dim))
            .provenance(Map.of("seed", Long.toString(seed)))
            .build());
    return folder;
  }

  private static Vocabulary ids(String prefix, int count) {
    List<String> ids = IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    return Vocabulary.of(ids);
  }

  private static OnnxModel encoder(TensorSource table, int items, int dim) {
    OnnxOps ops = new OnnxOps(name -> table);
    Shape shape = Shape.of(Dim.named("B"), Dim.named("M"));
    Expr ids = ops.input("item_ids", DType.INT, shape);
    Expr mask = ops.input("mask", DType.FLOAT, shape);
    Expr rows = ops.gather(ops.parameter("table", Shape.of(items, dim), Initializer.zeros()), ids);
    Expr sum = ops.sum(ops.mul(rows, ops.expandDims(mask, 2)), 1);
    return ops.model("sum", Map.of("user_embedding", sum), Map.of());
  }
}
