package io.hardgnn.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.engine.EpochReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The progress listener")
class ProgressListenerTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final AtomicLong nanos = new AtomicLong(5_000_000_000L);

  private ProgressListener listener(boolean rewritesLines) {
    return new ProgressListener(
        new PrintStream(bytes, true, StandardCharsets.UTF_8), rewritesLines, nanos::get);
  }

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  private static EpochReport report(int epoch, Map<String, Double> validation, boolean best) {
    return new EpochReport(
        epoch, 4, 2.5, Map.of("softmax", 2.5), validation, 1e-3, 7, 0.5, 1.25, best);
  }

  private void seconds(double seconds) {
    nanos.addAndGet((long) (seconds * 1e9));
  }

  @Test
  @DisplayName("without a terminal writes one line per epoch, with the time left")
  void plain() {
    ProgressListener listener = listener(false);
    listener.onStart(10, 4, 1);
    seconds(8);
    listener.onStep(1, 4, 2.4);
    listener.onEpoch(report(1, Map.of("NDCG@10", 0.1234, "HR@10", 0.5), true));
    seconds(8);
    listener.onEpoch(report(2, Map.of(), false));
    listener.onEnd(1);
    assertThat(written())
        .isEqualTo(
            """
            epoch  1/10  loss 2.5000  NDCG@10 0.1234 *  8.3 s  at most 1:12 left
            epoch  2/10  loss 2.5000    8.3 s  at most 1:04 left
            trained in 0:16, best epoch 1
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "th-TH-u-nu-thai", "tr-TR"})
  @DisplayName("writes the digits of programs in a country with digits of its own")
  void otherDigits(String country) {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag(country));
    try {
      plain();
      bytes.reset();
      bar();
      bytes.reset();
      hours();
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  @DisplayName("forgets the time budget of an earlier run")
  void nextRun() {
    ProgressListener listener = listener(false);
    listener.onTimeBudget(Duration.ofSeconds(10));
    listener.onStart(10, 4, 1);
    seconds(8);
    listener.onEpoch(report(1, Map.of(), false));
    listener.onEnd(1);
    listener.onStart(10, 4, 1);
    seconds(8);
    listener.onEpoch(report(1, Map.of(), false));
    assertThat(written()).contains("at most 0:02 left").endsWith("at most 1:12 left\n");
  }

  @Test
  @DisplayName("on a terminal rewrites one line with a bar, ten times a second at most")
  void bar() {
    ProgressListener listener = listener(true);
    listener.onStart(2, 4, 1);
    seconds(1);
    listener.onStep(1, 1, 3);
    seconds(0.05);
    listener.onStep(1, 2, 2.9); // too soon
    seconds(0.95);
    listener.onStep(1, 3, 2.8);
    assertThat(written())
        .isEqualTo(
            "\repoch 1/2 [=====               ] 1/4  loss 3.0000  at most 0:07 left"
                + "\repoch 1/2 [===============     ] 3/4  loss 2.8000  at most 0:04 left");
    listener.onEpoch(report(1, Map.of(), true));
    String last = written().substring(written().lastIndexOf('\r') + 1);
    assertThat(last.strip()).isEqualTo("epoch 1/2  loss 2.5000 *  8.3 s");
    assertThat(last.length()).as("covers the bar").isGreaterThan(50);
    assertThat(last).endsWith("\n");
  }

  @Test
  @DisplayName("of a resumed run counts the time left from where the run went on")
  void resumed() {
    ProgressListener listener = listener(false);
    listener.onStart(10, 4, 9);
    seconds(30);
    listener.onEpoch(report(9, Map.of(), true));
    assertThat(written()).contains("resumed at epoch 9").contains("0:30 left");
  }

  @Test
  @DisplayName("counts no more time than the budget has")
  void budget() {
    ProgressListener listener = listener(false);
    listener.onTimeBudget(Duration.ofSeconds(45));
    listener.onStart(100, 4, 1);
    seconds(30);
    listener.onEpoch(report(1, Map.of(), true));
    seconds(30);
    listener.onEpoch(report(2, Map.of(), true));
    assertThat(written()).contains("at most 0:15 left").contains("at most 0:00 left");
  }

  @Test
  @DisplayName("says hours where there are")
  void hours() {
    ProgressListener listener = listener(false);
    listener.onStart(100, 4, 1);
    seconds(100);
    listener.onEpoch(report(1, Map.of(), true));
    assertThat(written()).contains("2:45:00 left");
  }
}
