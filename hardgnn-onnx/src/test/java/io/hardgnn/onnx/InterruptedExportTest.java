package io.hardgnn.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.FitOptions;
import io.hardgnn.HardGNNModel;
import io.hardgnn.PlainEngine;
import io.hardgnn.TinyData;
import io.hardgnn.error.HardGNNException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("An interrupted thread")
class InterruptedExportTest {

  @TempDir private Path folder;

  @Test
  @DisplayName("exports a bundle, or fails and says so; what is there is whole")
  void exports() {
    FitOptions plain = FitOptions.defaults().engine(new PlainEngine());
    try (HardGNNModel model = TinyData.quick().build().fit(TinyData.dataset(), plain)) {
      OnnxExporter.export(model, folder);
      Thread.currentThread().interrupt();
      try {
        OnnxExporter.export(model, folder);
      } catch (UncheckedIOException | HardGNNException e) {
        assertThat(e).hasMessageContaining("interrupted");
      } finally {
        assertThat(Thread.interrupted()).as("is still known").isTrue();
      }
    }
    OnnxRecommender.open(folder).close();
  }
}
