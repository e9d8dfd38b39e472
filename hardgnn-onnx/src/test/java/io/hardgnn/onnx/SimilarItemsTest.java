package io.hardgnn.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.ItemFilter;
import io.hardgnn.Recommendation;
import io.hardgnn.onnx.bundle.BundleContents;
import io.hardgnn.onnx.bundle.BundleWriter;
import io.hardgnn.onnx.bundle.EmbeddingRows;
import io.hardgnn.onnx.bundle.WeightFormat;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Similar items of a bundle")
class SimilarItemsTest {

  @TempDir private Path folder;
  private OnnxRecommender recommender;

  @BeforeEach
  void open() {
    BundleWriter.write(folder.resolve("bundle"), TinyBundle.contents().build());
    recommender = OnnxRecommender.open(folder.resolve("bundle"));
  }

  @AfterEach
  void close() {
    recommender.close();
  }

  @Test
  @DisplayName("are found by cosine, without the item itself")
  void similarItems() {
    List<Recommendation> similar = recommender.similarItems("c", 10);
    assertThat(similar).extracting(Recommendation::item).containsExactly("a", "b", "d", "e");
    assertThat(similar.get(0).score()).isCloseTo((float) Math.sqrt(0.5), within(1e-6f));
    assertThat(similar.get(2).score())
        .isCloseTo((float) (-0.5 / Math.sqrt(2 * 1.25)), within(1e-6f));
  }

  @Test
  @DisplayName("have those whose embedding is all zeros, at 0")
  void similarToZeros(@TempDir Path other) {
    float[] items = TinyBundle.ITEMS.clone();
    Arrays.fill(items, 4, 8, 0); // c and d
    BundleWriter.write(
        other, TinyBundle.contents().itemEmbeddings(EmbeddingRows.of(items, 2)).build());
    try (OnnxRecommender zeros = OnnxRecommender.open(other)) {
      assertThat(zeros.similarItems("c", 10))
          .extracting(Recommendation::item)
          .containsExactly("a", "b", "d", "e");
      assertThat(zeros.similarItems("c", 10)).extracting(Recommendation::score).containsOnly(0f);
      assertThat(zeros.similarItems("a", 10)).hasSize(4);
    }
  }

  @Test
  @DisplayName("are filtered, and never the item itself")
  void filtersSimilarItems() {
    ItemFilter all = ItemFilter.unseen().includingKnown();
    assertThat(recommender.similarItems("c", 10, all)).isEqualTo(recommender.similarItems("c", 10));
    assertThat(recommender.similarItems("c", 2, all.only(List.of("c", "d", "e", "new item"))))
        .extracting(Recommendation::item)
        .containsExactly("d", "e");
    assertThat(recommender.similarItems("c", 1, all.matching(item -> !item.equals("a"))))
        .extracting(Recommendation::item)
        .containsExactly("b");
    assertThat(recommender.similarItems("c", 1, all.only(List.of("c")))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(WeightFormat.class)
  @DisplayName("are compared by the cosine, however large their biases are beside them")
  void similarItemsWithBiases(WeightFormat weights) {
    float[] small = new float[TinyBundle.ITEMS.length];
    for (int i = 0; i < small.length; i++) {
      small[i] = TinyBundle.ITEMS[i] * 1e-3f;
    }
    BundleContents.Builder contents =
        TinyBundle.contents()
            .itemEmbeddings(EmbeddingRows.of(small, 2))
            .itemBias(new float[] {16, 16, 16, 16, 16})
            .weights(weights);
    BundleWriter.write(folder.resolve("biased"), contents.build());
    try (OnnxRecommender biased = OnnxRecommender.open(folder.resolve("biased"))) {
      List<Recommendation> expected = recommender.similarItems("c", 10);
      List<Recommendation> found = biased.similarItems("c", 10);
      assertThat(found).extracting(Recommendation::item).hasSameSizeAs(expected);
      for (int n = 0; n < found.size(); n++) {
        assertThat(found.get(n).score()).isCloseTo(expected.get(n).score(), within(1e-5f));
      }
    }
  }
}
