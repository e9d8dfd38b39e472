package io.hardgnn.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.ItemFilter;
import io.hardgnn.Recommendation;
import io.hardgnn.examples.tutorial.ExportTheModel;
import io.hardgnn.examples.tutorial.ShopRecommendations;
import io.hardgnn.examples.tutorial.TrainEveryNight;
import io.hardgnn.examples.tutorial.TrainOnYourEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The tutorial")
final class TutorialTest {

  private static final Path ROOT = Path.of(System.getProperty("hardgnn.root", ".."));
  private static final Path SOURCES =
      ROOT.resolve("examples/src/main/java/io/hardgnn/examples/tutorial");

  @TempDir static Path folder;
  private static Path events;
  private static Path bundle;
  private static Console training;

  /** Trains for the tests of what the programs do, which are long for that. */
  private static void train() {
    if (training != null) {
      return;
    }
    events = SmallData.write(folder.resolve("events.csv"));
    bundle = folder.resolve("bundle");
    String model = folder.resolve("model").toString();
    training =
        Console.of(
            () -> {
              TrainOnYourEvents.main(events.toString(), model);
              return 0;
            });
    ExportTheModel.main(model, bundle.toString());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {"TrainOnYourEvents", "ExportTheModel", "ShopRecommendations", "TrainEveryNight"})
  @DisplayName("shows each program to the letter, from its javadoc on")
  void shows(String program) throws IOException {
    String source = Files.readString(SOURCES.resolve(program + ".java"));
    String shown = source.substring(source.indexOf("/**"));
    assertThat(Files.readString(ROOT.resolve("docs/tutorial.md")))
        .contains("```java\n" + shown + "```");
  }

  @Test
  @Tag("thorough") // twenty epochs; EndToEndTest goes the same way in every build
  @DisplayName("step 1 prints the data, each epoch and a table with three simple recommenders")
  void measures() {
    train();
    assertThat(training.out())
        .contains("HardGNN", "item transitions", "item-kNN, last 5 items", "popularity");
    assertThat(training.err()).contains("epoch  1/20");
  }

  @Test
  @Tag("thorough")
  @DisplayName("step 2 recommends what is in stock, to customers known and new")
  void serves() {
    train();
    ItemFilter stock = ItemFilter.unseen().only(Set.of("i2", "i3", "i4", "i5", "i6", "i7"));
    try (ShopRecommendations shop = new ShopRecommendations(bundle)) {
      assertThat(shop.recommend(List.of(), stock, 10)).isNotEmpty();
      List<Recommendation> guest = shop.recommend(List.of("i2", "i3", "i2", "gone"), stock, 10);
      assertThat(guest)
          .extracting(Recommendation::item)
          .containsExactlyInAnyOrder("i4", "i5", "i6", "i7");
      assertThat(shop.similar("i2", 3)).hasSize(3);
      assertThat(shop.similar("new today", 3)).isEmpty();
    }
  }

  @Test
  @Tag("thorough") // trains twenty epochs once more; EndToEndTest resumes in every build
  @DisplayName(
      "step 3 exports what does not fall behind transitions, and started again goes on where it was")
  void everyNight() {
    train();
    Path nightly = folder.resolve("nightly");
    Console first = night(nightly);
    assertThat(first.code()).as(first.out()).isOne();
    assertThat(first.out()).contains("HardGNN - transitions: NDCG@10 ");
    try (ShopRecommendations shop = new ShopRecommendations(nightly.resolve("bundle"))) {
      assertThat(shop.similar("i2", 3)).hasSize(3);
    }
    Console again = night(nightly);
    assertThat(again.err())
        .contains("resumed a") // after the last epoch, or at the one that patience left out
        .doesNotContain("epoch  1/20");
    assertThat(again.out()).isEqualTo(first.out());
  }

  private static Console night(Path nightly) {
    Path checkpoints = nightly.resolve("checkpoints");
    Path exported = nightly.resolve("bundle");
    return Console.of(() -> TrainEveryNight.run(events, checkpoints, exported) ? 1 : 0);
  }
}
