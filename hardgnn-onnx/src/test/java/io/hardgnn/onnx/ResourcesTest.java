package io.hardgnn.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.ItemFilter;
import io.hardgnn.Recommendation;
import io.hardgnn.resources.Resources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
  void some() {
    assertFlat(bundle, 60, 8_000);
  }

  @Test
  @Tag("thorough")
  @DisplayName("holds nothing of 1,000 recommenders that it has closed")
  void thousand() throws Exception {
    Assumptions.assumeTrue(Resources.areKnown(), "read from /proc");
    Path said = folder.resolve("said");
    // Its heap is there from the beginning, so that what grows is native memory.
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms64m",
                "-Xmx64m",
                "-XX:+AlwaysPreTouch",
                "-cp",
                System.getProperty("java.class.path"),
                Thousand.class.getName(),
                bundle.toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(child.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(child.exitValue()).as(Files.readString(said)).isZero();
  }

  /** Opens and closes in a process of its own. */
  static final class Thousand {
    private Thousand() {}

    public static void main(String[] args) {
      assertFlat(Path.of(args[0]), 1_000, 24_000);
    }
  }

  private static void assertFlat(Path bundle, int times, long kilobytes) {
    Assumptions.assumeTrue(Resources.areKnown(), "read from /proc");
    for (int warming = 0; warming < Math.max(20, times / 5); warming++) {
      openAndClose(bundle);
    }
    Resources before = Resources.now();
    for (int time = 0; time < times; time++) {
      openAndClose(bundle);
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
