package io.hardgnn.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.FitOptions;
import io.hardgnn.PlainEngine;
import io.hardgnn.TinyData;
import io.hardgnn.engine.EpochReport;
import io.hardgnn.engine.TrainingListener;
import io.hardgnn.io.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The JSON-lines listener")
class JsonLinesListenerTest {

  @TempDir Path folder;

  @Test
  @DisplayName(
      "ends the log of a run that fails with what was thrown, and so do the others hear it")
  void failure() throws IOException {
    Path file = folder.resolve("failed.jsonl");
    List<Throwable> heard = new ArrayList<>();
    IllegalStateException boom = new IllegalStateException("no more\nroom");
    TrainingListener failing =
        new TrainingListener() {
          @Override
          public void onEpoch(EpochReport report) {
            throw boom;
          }

          @Override
          public void onFailure(Throwable failure) {
            heard.add(failure);
            throw new IllegalArgumentException("listeners fail, too");
          }
        };
    try (JsonLinesListener listener = new JsonLinesListener(file)) {
      FitOptions options =
          FitOptions.defaults().engine(new PlainEngine()).listener(failing).listener(listener);
      assertThatThrownBy(() -> TinyData.quick().build().fit(TinyData.dataset(), options))
          .isSameAs(boom)
          .hasSuppressedException(new IllegalArgumentException("listeners fail, too"));
    }
    assertThat(heard).containsExactly(boom);
    List<String> lines = Files.readAllLines(file);
    assertThat(event(lines.get(lines.size() - 1)))
        .containsEntry("event", "failure")
        .containsEntry("type", "java.lang.IllegalStateException")
        .containsEntry("message", "no more")
        .containsKey("time");
  }

  @Test
  @DisplayName("begins a line of its own after one that was cut")
  void afterACutLine() throws IOException {
    Path file = folder.resolve("cut.jsonl");
    Files.writeString(file, "{\"event\":\"sta");
    try (JsonLinesListener listener = new JsonLinesListener(file)) {
      listener.onStart(3, 4, 1);
    }
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(2).first().isEqualTo("{\"event\":\"sta");
    assertThat(event(lines.get(1))).containsEntry("epochs", 3);
  }

  @Test
  @DisplayName("tells at the start of a run what time it has, and nothing where it has no budget")
  void budget() throws IOException {
    Path file = folder.resolve("budget.jsonl");
    try (JsonLinesListener listener = new JsonLinesListener(file)) {
      listener.onTimeBudget(Duration.ofMillis(90_500));
      listener.onStart(3, 4, 1);
      listener.onEnd(1);
      listener.onStart(3, 4, 1);
      listener.onEnd(1);
      listener.onTimeBudget(ChronoUnit.FOREVER.getDuration());
      listener.onStart(3, 4, 1);
    }
    List<String> lines = Files.readAllLines(file);
    assertThat(event(lines.get(0))).containsEntry("timeBudgetSeconds", 90.5);
    assertThat(event(lines.get(2))).doesNotContainKey("timeBudgetSeconds");
    assertThat((double) event(lines.get(4)).get("timeBudgetSeconds")).isGreaterThan(1e12);
  }

  @Test
  @DisplayName("appends one object per event, of every run that writes to the file")
  void events() throws IOException {
    Path file = folder.resolve("logs/run.jsonl");
    for (int run = 0; run < 2; run++) {
      try (JsonLinesListener listener = new JsonLinesListener(file)) {
        FitOptions options = FitOptions.defaults().engine(new PlainEngine()).listener(listener);
        TinyData.quick().epochs(2).build().fit(TinyData.dataset(), options).close();
      }
    }
    List<Map<String, Object>> events =
        Files.readAllLines(file).stream().map(JsonLinesListenerTest::event).toList();
    assertThat(events)
        .extracting(event -> event.get("event"))
        .containsExactly("start", "epoch", "epoch", "end", "start", "epoch", "epoch", "end");
    assertThat(events).allSatisfy(event -> Instant.parse((String) event.get("time")));
    assertThat(events.get(0).get("epochs")).isEqualTo(2);
    assertThat(events.get(2).get("epoch")).isEqualTo(2);
    assertThat(events.get(2).get("loss")).isEqualTo(0.5);
    assertThat(events.get(2).get("validation").toString()).contains("NDCG@10=");
    assertThat(events.get(3).get("bestEpoch")).isEqualTo(1);
  }

  @SuppressWarnings("unchecked") // an object of JSON has strings for keys
  private static Map<String, Object> event(String line) {
    return Json.parse(line, Map.class, "line");
  }

  @Test
  @DisplayName("has each line in the file when the event is over")
  void flushed() throws IOException {
    Path file = folder.resolve("run.jsonl");
    try (JsonLinesListener listener = new JsonLinesListener(file)) {
      listener.onStart(3, 5, 1);
      assertThat(Files.readString(file)).endsWith("\"firstEpoch\":1}\n");
    }
  }

  @Test
  @DisplayName("names the file that cannot be written")
  void unwritable() {
    assertThatThrownBy(() -> new JsonLinesListener(folder))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(folder.toString());
    Path file = folder.resolve("file");
    assertThatCode(() -> Files.createFile(file)).doesNotThrowAnyException();
    assertThatThrownBy(() -> new JsonLinesListener(file.resolve("log")))
        .hasMessage(
            "cannot write " + file.resolve("log") + ": " + file + " (FileAlreadyExistsException)");
  }

  @Test
  @DisplayName("writes to a folder that is a link")
  void linkedFolder() throws IOException {
    Path logs = Files.createDirectory(folder.resolve("logs"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), logs);
    new JsonLinesListener(link.resolve("run.jsonl")).close();
    assertThat(logs.resolve("run.jsonl")).isEmptyFile();
  }
}
