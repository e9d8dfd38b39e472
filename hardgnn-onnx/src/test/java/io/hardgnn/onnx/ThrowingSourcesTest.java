package io.hardgnn.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.FitOptions;
import io.hardgnn.HardGNNModel;
import io.hardgnn.PlainEngine;
import io.hardgnn.TinyData;
import io.hardgnn.blend.Blend;
import io.hardgnn.onnx.bundle.BundleContents;
import io.hardgnn.onnx.bundle.BundleWriter;
import io.hardgnn.onnx.bundle.EmbeddingRows;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.settings.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A bundle whose writer is given something that fails")
class ThrowingSourcesTest {

  @TempDir private Path folder;

  /** Rows of which the last one cannot be read. */
  private static EmbeddingRows failing(EmbeddingRows rows) {
    return new EmbeddingRows() {
      @Override
      public int rows() {
        return rows.rows();
      }

      @Override
      public int dim() {
        return rows.dim();
      }

      @Override
      public void row(int row, float[] target) {
        if (row == rows() - 1) {
          throw new IllegalStateException("boom");
        }
        rows.row(row, target);
      }
    };
  }

  private static Map<String, BundleContents> failing() {
    EmbeddingRows items = failing(EmbeddingRows.of(TinyBundle.ITEMS, 2));
    EmbeddingRows users = failing(EmbeddingRows.of(new float[6], 2));
    Map<String, BundleContents> contents = new LinkedHashMap<>();
    contents.put("embeddings", TinyBundle.withAllTables().itemEmbeddings(items).build());
    contents.put("inputs", TinyBundle.withAllTables().itemInputs(items).build());
    contents.put(
        "vectors of users",
        TinyBundle.withAllTables()
            .encoder(table -> TinyBundle.encoder(table, true))
            .userVectors(users, new float[2])
            .build());
    contents.put(
        "an encoder",
        TinyBundle.withAllTables()
            .encoder(
                table -> {
                  throw new IllegalStateException("boom");
                })
            .build());
    return contents;
  }

  private static List<String> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.walk(directory)) {
      return entries.map(Path::toString).sorted().toList();
    }
  }

  @Test
  @DisplayName("is whole as it was before, with no file beside it")
  void replaced() throws IOException {
    Path bundle = folder.resolve("bundle");
    BundleWriter.write(bundle, TinyBundle.contents().build());
    List<String> before = entries(folder);
    for (Map.Entry<String, BundleContents> contents : failing().entrySet()) {
      assertThatThrownBy(() -> BundleWriter.write(bundle, contents.getValue()))
          .as(contents.getKey())
          .hasStackTraceContaining("boom");
      assertThat(entries(folder)).as(contents.getKey()).isEqualTo(before);
    }
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      assertThat(recommender.recommend("ann", 3)).hasSize(3);
    }
    BundleWriter.write(bundle, TinyBundle.withAllTables().build());
    assertThat(entries(folder)).as("the next writer is let in").isNotEqualTo(before);
  }

  @Test
  @DisplayName("is not there where none was, and is written by the next one")
  void first() throws IOException {
    for (Map.Entry<String, BundleContents> contents : failing().entrySet()) {
      Path bundle = folder.resolve(contents.getKey());
      assertThatThrownBy(() -> BundleWriter.write(bundle, contents.getValue()))
          .hasStackTraceContaining("boom");
      try (Stream<Path> left = Files.list(bundle)) {
        assertThat(left).as("the lock of %s", contents.getKey()).hasSize(1);
      }
      BundleWriter.write(bundle, TinyBundle.contents().build());
      OnnxRecommender.open(bundle).close();
    }
  }

  /** Parameters of which some can be read before one cannot. */
  private static final class Failing extends HashMap<String, HostTensor> {
    private static final long serialVersionUID = 1;
    private int readable;

    Failing(Map<String, HostTensor> parameters, int readable) {
      super(parameters);
      this.readable = readable;
    }

    @Override
    public HostTensor get(Object name) {
      if (readable-- == 0) {
        throw new IllegalStateException("boom");
      }
      return super.get(name);
    }
  }

  @Test
  @DisplayName("is as it was whichever of an exported model's parameters fails")
  void exported() throws IOException {
    FitOptions plain = FitOptions.defaults().engine(new PlainEngine());
    Path bundle = folder.resolve("bundle");
    try (HardGNNModel model = TinyData.quick().build().fit(TinyData.dataset(), plain)) {
      OnnxExporter.export(model, bundle);
      List<String> before = entries(folder);
      Consumer<Integer> exporting =
          readable ->
              OnnxExporter.export(
                  source(model, new Failing(model.parameters().parameters(), readable)), bundle);
      for (int readable = 0; readable < 3; readable++) {
        int some = readable;
        assertThatThrownBy(() -> exporting.accept(some)).hasMessage("boom");
        assertThat(entries(folder)).as("%s parameters", some).isEqualTo(before);
        OnnxRecommender.open(bundle).close();
      }
      exporting.accept(Integer.MAX_VALUE);
      assertThat(entries(folder)).isNotEqualTo(before);
    }
  }

  @Test
  @DisplayName("is as it was where the blend is none that could be opened")
  void badBlend() throws IOException {
    FitOptions plain = FitOptions.defaults().engine(new PlainEngine());
    Path bundle = folder.resolve("bundle");
    try (HardGNNModel model = TinyData.quick().build().fit(TinyData.dataset(), plain)) {
      OnnxExporter.export(model, bundle);
      List<String> before = entries(folder);
      Blend blend = Blend.off().transitionWeights(2.0).historyLength(2000);
      assertThatThrownBy(() -> OnnxExporter.export(source(model, blend), bundle))
          .isInstanceOf(InvalidConfigException.class)
          .hasMessageContaining("blend.historyLength is 2000; allowed: 1 to 1000");
      assertThat(entries(folder)).isEqualTo(before);
    }
  }

  private static OnnxExporter.Source source(
      HardGNNModel model, Map<String, HostTensor> parameters) {
    return source(model, parameters, model.config().blend());
  }

  private static OnnxExporter.Source source(HardGNNModel model, Blend blend) {
    return source(model, model.parameters().parameters(), blend);
  }

  private static OnnxExporter.Source source(
      HardGNNModel model, Map<String, HostTensor> parameters, Blend blend) {
    return new OnnxExporter.Source(
        model.definition(),
        parameters,
        model.parameters().itemTable(),
        model.parameters().userTable(),
        model.users(),
        model.items(),
        model.interactions(),
        Map.of(),
        blend);
  }
}
