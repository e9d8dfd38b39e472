package io.hardgnn.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.FitOptions;
import io.hardgnn.HardGNNModel;
import io.hardgnn.PlainEngine;
import io.hardgnn.Recommendation;
import io.hardgnn.TinyData;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.resources.FileLimit;
import io.hardgnn.resources.OwnProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Where no file may grow any further, as on a full disk or over a quota,")
class FullDiskTest {

  private static final String USER = "user \"1\"";

  @TempDir private Path folder;

  @Test
  @DisplayName(
      "an export and a refresh end with an error that says so, and the bundle is as it was")
  void full() throws Exception {
    Assumptions.assumeTrue(FileLimit.isPossible(), "limits are set by prlimit");
    Path bundle = folder.resolve("bundle");
    OwnProcess.run(folder, 128, Writes.class, bundle.toString());
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      assertThat(recommender.users().contains("later")).as("refreshed without a limit").isTrue();
    }
  }

  /** Meets the limit, in a process of its own. */
  static final class Writes {
    private Writes() {}

    public static void main(String[] args) throws IOException {
      Path bundle = Path.of(args[0]);
      try (HardGNNModel model =
          TinyData.quick()
              .build()
              .fit(TinyData.dataset(), FitOptions.defaults().engine(new PlainEngine()))) {
        OnnxExporter.export(model, bundle);
        List<Recommendation> before = recommended(bundle);
        InteractionLog events =
            InteractionLog.builder().add("later", "Ärtikel\t1", 1L << 40).build();
        FileLimit.belowLargestOf(bundle);
        assertRefused(bundle, before, () -> OnnxExporter.export(model, bundle));
        assertRefused(bundle, before, () -> BundleRefresher.defaults().refresh(bundle, events));
        FileLimit.lift();
        BundleRefresher.defaults().refresh(bundle, events);
      }
    }

    private static void assertRefused(
        Path bundle, List<Recommendation> before, ThrowingCallable writing) throws IOException {
      assertThatThrownBy(writing)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageStartingWith("cannot write " + bundle + ": ")
          .hasMessageContaining("too large");
      assertThat(recommended(bundle)).isEqualTo(before);
      try (Stream<Path> entries = Files.list(bundle)) {
        assertThat(entries).as("the lock, the pointer and one version").hasSize(3);
      }
    }

    private static List<Recommendation> recommended(Path bundle) {
      try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
        return recommender.recommend(USER, 5);
      }
    }
  }
}
