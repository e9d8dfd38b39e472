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
import io.hardgnn.resources.SmallDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
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

  @Test
  @DisplayName(
      "and with any number of blocks left on a disk, saving, exporting and refreshing end well or"
          + " leave what was there")
  void blocks() throws Exception {
    SmallDisk.run(folder, 128, 2_048, FillsUp.class);
  }

  /** Writes with more and more left of the disk, until there is enough. */
  static final class FillsUp {
    private FillsUp() {}

    private static final InteractionLog LATER =
        InteractionLog.builder().add("later", "Ärtikel\t1", 1L << 40).build();

    public static void main(String[] args) throws IOException {
      Path folder = Path.of(args[0]);
      SmallDisk disk = SmallDisk.at(folder);
      try (HardGNNModel model = model()) {
        Path saved = folder.resolve("model");
        model.save(saved);
        fill(disk, saved, () -> model.save(saved), () -> opened(saved));
        Path bundle = folder.resolve("bundle");
        OnnxExporter.export(model, bundle);
        fill(disk, bundle, () -> OnnxExporter.export(model, bundle), () -> recommended(bundle));
        fill(
            disk,
            bundle,
            () -> BundleRefresher.defaults().refresh(bundle, LATER),
            () -> recommended(bundle));
      }
    }

    private static List<Recommendation> opened(Path saved) {
      try (HardGNNModel model = HardGNNModel.load(saved);
          OnnxRecommender recommender = OnnxRecommender.of(model)) {
        return recommender.recommend(USER, 5);
      }
    }

    private static void fill(
        SmallDisk disk, Path target, Runnable write, Supplier<List<Recommendation>> read)
        throws IOException {
      List<Recommendation> before = read.get();
      List<String> entries = entries(target);
      int blocks = 0;
      for (boolean enough = false; !enough; blocks++) {
        disk.leave(blocks);
        try {
          write.run();
          enough = true;
        } catch (UncheckedIOException e) {
          assertThat(e)
              .hasMessageStartingWith("cannot write " + target) // or a file of it
              .hasMessageContaining("No space left");
          assertThat(read.get()).as("%s blocks left", blocks).isEqualTo(before);
          assertThat(entries(target)).as("%s blocks left", blocks).isEqualTo(entries);
        }
      }
      disk.leave(Integer.MAX_VALUE / SmallDisk.BLOCK);
      assertThat(read.get()).isNotEmpty();
      assertThat(blocks).as("was short of blocks for long").isGreaterThan(8);
      System.out.println(target + ": " + blocks + " blocks");
    }

    private static List<String> entries(Path target) throws IOException {
      try (Stream<Path> entries = Files.list(target)) {
        return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
      }
    }
  }

  private static HardGNNModel model() {
    return TinyData.quick()
        .build()
        .fit(TinyData.dataset(), FitOptions.defaults().engine(new PlainEngine()));
  }

  private static List<Recommendation> recommended(Path bundle) {
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      return recommender.recommend(USER, 5);
    }
  }

  /** Meets the limit, in a process of its own. */
  static final class Writes {
    private Writes() {}

    public static void main(String[] args) throws IOException {
      Path bundle = Path.of(args[0]);
      try (HardGNNModel model = model()) {
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
  }
}
