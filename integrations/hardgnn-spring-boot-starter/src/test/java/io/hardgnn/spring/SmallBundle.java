package io.hardgnn.spring;

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

/** Three items in the plane, and an encoder that sums those of a history. Ann has had a. */
final class SmallBundle {

  private SmallBundle() {}

  /** Writes it; the later the version, the farther is b ahead of c for ann. */
  static Path write(Path folder, int version) {
    float[] items = {1, 0, version, 1, 0.5f, 0};
    BundleWriter.write(
        folder,
        BundleContents.builder()
            .vocabularies(Vocabulary.of(List.of("ann")), Vocabulary.of(List.of("a", "b", "c")))
            .histories(new ItemSequences(new int[] {0, 1}, new int[] {0}, 3), 2)
            .itemEmbeddings(EmbeddingRows.of(items, 2))
            .encoder(SmallBundle::encoder)
            .provenance(Map.of("seed", Integer.toString(version)))
            .build());
    return folder;
  }

  private static OnnxModel encoder(TensorSource table) {
    OnnxOps ops = new OnnxOps(name -> table);
    Shape shape = Shape.of(Dim.named("B"), Dim.named("M"));
    Expr ids = ops.input("item_ids", DType.INT, shape);
    Expr mask = ops.input("mask", DType.FLOAT, shape);
    Expr rows = ops.gather(ops.parameter("table", Shape.of(3, 2), Initializer.zeros()), ids);
    Expr sum = ops.sum(ops.mul(rows, ops.expandDims(mask, 2)), 1);
    return ops.model("sum", Map.of("user_embedding", sum), Map.of());
  }
}
