package io.hardgnn;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.baseline.ItemKnnRecommender;
import io.hardgnn.baseline.PopularityRecommender;
import io.hardgnn.blend.Blend;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.events.DelimitedReader;
import io.hardgnn.data.events.DelimitedReaderTest;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.TestData;
import io.hardgnn.evaluation.EvaluationReport;
import io.hardgnn.evaluation.Evaluator;
import io.hardgnn.listener.JsonLinesListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("In a country with digits or letters of its own")
class LocaleTest {

  private static final Dataset DATASET = TestData.markov(1, 150, 40, 30);

  @TempDir private Path folder;
  private final Locale before = Locale.getDefault();

  static List<String> countries() {
    return List.of("ar-EG", "th-TH-u-nu-thai", "tr-TR");
  }

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  /** Gives a text, possibly by way of a file. */
  private interface Text {
    String get() throws IOException;
  }

  /** Compares what is written in a country with what is written in none. */
  private static void assertAsElsewhere(String country, Text text) throws IOException {
    Locale.setDefault(Locale.ROOT);
    String elsewhere = text.get();
    enter(country);
    assertThat(text.get()).isEqualTo(elsewhere).isNotEmpty();
  }

  /** Makes sure, too, that the country is one where text would be another. */
  private static void enter(String country) {
    Locale.setDefault(Locale.forLanguageTag(country));
    if (country.startsWith("tr")) {
      assertThat("ITEM_ID".toLowerCase(Locale.getDefault())).isNotEqualTo("item_id");
    } else {
      assertThat(String.format("%d", 1)).isNotEqualTo("1");
    }
  }

  @ParameterizedTest
  @MethodSource("countries")
  @DisplayName("the tables and the JSON of data and of results are those of elsewhere")
  void tables(String country) throws IOException {
    assertThat(DATASET.statistics().interactions()).as("which is grouped").isGreaterThan(999);
    assertAsElsewhere(country, () -> DATASET.statistics().toTable());
    assertAsElsewhere(country, () -> DATASET.filterSteps().toString());
    assertAsElsewhere(country, () -> report().toJson());
    assertAsElsewhere(country, () -> report().toTable());
  }

  private static EvaluationReport report() {
    Evaluator evaluator = Evaluator.builder().beyondAccuracy(10, DATASET.training()).build();
    return EvaluationReport.builder()
        .add(
            "popularity",
            evaluator.evaluate(PopularityRecommender.train(DATASET.training()), DATASET.test()))
        .add(
            "item-kNN",
            evaluator.evaluate(ItemKnnRecommender.train(DATASET.training()), DATASET.test()))
        .build();
  }

  @ParameterizedTest
  @MethodSource("countries")
  @DisplayName("settings are written as elsewhere, and read from what was written elsewhere")
  void settings(String country) throws IOException {
    for (String preset : Presets.names()) {
      HardGNNConfig config = Presets.byName(preset);
      assertAsElsewhere(country, config::toJson);
      assertThat(HardGNNConfig.fromJson(config.toJson())).isEqualTo(config);
    }
  }

  @ParameterizedTest
  @MethodSource("countries")
  @DisplayName("the lines that tell how a run goes are those of elsewhere but for their times")
  void lines(String country) throws IOException {
    assertAsElsewhere(country, this::run);
    assertThat(run()).contains("\"event\":\"epoch\"").doesNotContain("\"time\":");
  }

  /** Returns what a run logs, without times: they must be in digits that programs know. */
  private String run() throws IOException {
    Path file = Files.createTempFile(folder, "run", ".jsonl");
    try (JsonLinesListener listener = new JsonLinesListener(file)) {
      FitOptions options = FitOptions.defaults().engine(new PlainEngine()).listener(listener);
      TinyData.quick().blend(Blend.off()).build().fit(TinyData.dataset(), options).close();
    }
    return Files.readString(file).replaceAll("\"time\":\"[0-9T:.-]+Z\",?", "");
  }

  @ParameterizedTest
  @MethodSource("countries")
  @DisplayName("times in numbers, in ISO-8601 and with English names are read as elsewhere")
  void times(String country) throws IOException {
    for (String time :
        new String[] {
          "1570000000.5",
          "1.57E12",
          "2020-01-31T22:12:40+01:00[Europe/Berlin]",
          "2020-01-31 10:12:40 PM",
          "Fri Apr 06 18:00:09 +0000 2012",
          "FRI, 06 JUL 2012 18:00:09 GMT",
          "06-apr-2012",
          "Jan  1 2020 12:00AM",
        }) {
      assertAsElsewhere(country, () -> read("user|item|date\nann|book|" + time + "\n"));
    }
  }

  private static String read(String text) {
    InteractionLog log = DelimitedReaderTest.read(DelimitedReader.defaults(), text);
    List<Object> rows = new ArrayList<>();
    for (int row = 0; row < log.size(); row++) {
      rows.add(log.users().id(log.user(row)));
      rows.add(log.items().id(log.item(row)));
      rows.add(log.timestamp(row));
    }
    return rows + " " + log.report();
  }

  @ParameterizedTest
  @MethodSource("countries")
  @DisplayName("a header in capitals names its columns, and a word for none is known in capitals")
  void header(String country) throws IOException {
    String rows = "1570000000,ann,book,5\n1570000001,bob,NIL,4\n";
    for (String names :
        new String[] {"TIMESTAMP,USER_ID,ITEM_ID,RATING\n", "TIME,USERID,ITEMID,RATING\n"}) {
      assertAsElsewhere(country, () -> read(names + rows));
    }
    assertThat(read("TIMESTAMP,USER_ID,ITEM_ID,RATING\n" + rows))
        .startsWith("[ann, book, 1570000000000, bob, NIL, 1570000001000]")
        .contains("item 'NIL' occurs in 1 row");
    DelimitedReader named =
        DelimitedReader.builder().columns("customer_id", "ITEM", "When").build();
    String text = "WHEN,CUSTOMER_ID,item,RATING\n" + rows;
    assertThat(DelimitedReaderTest.read(named, text).items().ids()).containsExactly("book", "NIL");
  }
}
