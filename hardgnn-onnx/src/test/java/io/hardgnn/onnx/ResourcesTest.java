package io.hardgnn.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.ItemFilter;
import io.hardgnn.Recommendation;
import io.hardgnn.onnx.bundle.BundleWriter;
import io.hardgnn.resources.FlatResources;
import io.hardgnn.resources.OwnProcess;
import io.hardgnn.resources.Resources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
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
  void some() throws Exception {
    holdsNothing(60, 64);
  }

  @Test
  @Tag("thorough")
  @DisplayName("holds nothing of 1,000 recommenders that it has closed")
  void thousand() throws Exception {
    holdsNothing(1_000, 8);
  }

  private void holdsNothing(int times, int kilobytes) throws Exception {
    Assumptions.assumeTrue(Resources.areKnown(), "read from /proc");
    OwnProcess.run(folder, 64, OpensAndCloses.class, bundle.toString(), times + "", kilobytes + "");
  }

  /** Opens and closes, in a process of its own. */
  static final class OpensAndCloses {
    private OpensAndCloses() {}

    public static void main(String[] args) {
      FlatResources.check(
          Integer.parseInt(args[1]),
          Integer.parseInt(args[2]),
          () -> openAndClose(Path.of(args[0])));
    }
  }

  private static void openAndClose(Path bundle) {
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
