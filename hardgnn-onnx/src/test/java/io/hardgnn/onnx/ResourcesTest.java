package io.hardgnn.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.ItemFilter;
import io.hardgnn.Recommendation;
import io.hardgnn.resources.Resources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A process that serves")
class ResourcesTest {

  @TempDir private Path folder;
  private Path bundle;

  @BeforeEach
  void write() {
    bundle = folder.resolve("bundle");
    BundleWriter.write(bundle, TinyBundle.contents().build());
  }

  @Test
  @DisplayName("holds nothing of recommenders that it has closed, a filter that throws among them")
  void some() {
    assertFlat(60, 8_000);
  }

  @Test
  @Tag("thorough")
  @Disabled("open: resident memory grows by 137 MB over 1,000 openings, cause not known")
  @DisplayName("holds nothing of 1,000 recommenders that it has closed")
  void thousand() {
    assertFlat(1_000, 24_000);
  }

  private void assertFlat(int times, long kilobytes) {
    Assumptions.assumeTrue(Resources.areKnown(), "read from /proc");
    for (int warming = 0; warming < 20; warming++) {
      openAndClose();
    }
    Resources before = Resources.now();
    for (int time = 0; time < times; time++) {
      openAndClose();
    }
    Resources after = Resources.now();
    String both = before + " and " + after;
    assertThat(after.threads() - before.threads()).as(both).isLessThan(4); // of the JVM itself
    assertThat(after.descriptors() - before.descriptors()).as(both).isLessThan(4);
    assertThat(after.temporaryFiles()).as(both).isEqualTo(before.temporaryFiles());
    assertThat(after.residentKilobytes() - before.residentKilobytes())
        .as(both)
        .isLessThan(kilobytes);
  }

  private void openAndClose() {
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      assertThat(recommender.recommend("ann", 2)).hasSize(2);
      ItemFilter failing =
          ItemFilter.unseen()
              .matching(
                  item -> {
                    throw new IllegalStateException("boom");
                  });
      assertThatThrownBy(() -> recommender.recommend("ann", 2, failing)).hasMessage("boom");
    }
  }

  @Test
  @DisplayName("may hold ten of them, which answer as one does")
  void ten() {
    List<OnnxRecommender> open = new ArrayList<>();
    try {
      for (int count = 0; count < 10; count++) {
        open.add(OnnxRecommender.open(bundle));
      }
      List<Recommendation> alone = open.get(0).recommend("ann", 3);
      List<float[]> embeddings =
          open.parallelStream().map(one -> one.embed(List.of("a", "b"))).toList();
      assertThat(embeddings)
          .allSatisfy(embedding -> assertThat(embedding).isEqualTo(embeddings.get(0)));
      assertThat(open.parallelStream().map(one -> one.recommend("ann", 3)).distinct())
          .containsExactly(alone);
    } finally {
      open.forEach(OnnxRecommender::close);
    }
  }
}
