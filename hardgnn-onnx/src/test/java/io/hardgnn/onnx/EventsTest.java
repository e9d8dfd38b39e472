package io.hardgnn.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.hardgnn.RecommendRequest;
import io.hardgnn.Recommendation;
import io.hardgnn.Recommendations;
import io.hardgnn.UnknownIdException;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.onnx.bundle.BundleWriter;
import io.hardgnn.onnx.scoring.EncodeEvent;
import io.hardgnn.onnx.scoring.ScoreEvent;
import io.hardgnn.onnx.serving.RequestEvent;
import io.hardgnn.resources.OwnProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Events of the flight recorder")
class EventsTest {

  @TempDir private Path folder;

  private Path bundle() {
    BundleWriter.write(folder.resolve("bundle"), TinyBundle.contents().build());
    return folder.resolve("bundle");
  }

  private List<RecordedEvent> recorded(Runnable code) throws IOException {
    Path file = folder.resolve("events.jfr");
    try (Recording recording = new Recording()) {
      for (String each : List.of("Request", "Encode", "Score", "Refresh", "Swap")) {
        recording.enable("io.hardgnn." + each);
      }
      recording.start();
      code.run();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file);
  }

  private static Stream<RecordedEvent> of(List<RecordedEvent> events, String name) {
    return events.stream()
        .filter(event -> event.getEventType().getName().equals("io.hardgnn." + name));
  }

  @Test
  @DisplayName("tell of requests, of what they ran, and which failed")
  void requests() throws IOException {
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle())) {
      List<RecordedEvent> events =
          recorded(
              () -> {
                recommender.recommend("ann", 2);
                recommender.recommendAll(
                    List.of(
                        RecommendRequest.forHistory(List.of("a", "b", "d")),
                        RecommendRequest.forHistory(List.of("c"))));
                recommender.scores("ann", List.of("a", "b", "c"));
                assertThatThrownBy(() -> recommender.recommend("zoe", 1))
                    .isInstanceOf(UnknownIdException.class);
              });
      assertThat(of(events, "Request"))
          .extracting(
              event -> event.getString("request"),
              event -> event.getInt("size"),
              event -> event.getBoolean("answered"))
          .containsExactly(
              tuple("recommend", 1, true),
              tuple("recommendAll", 2, true),
              tuple("scores", 3, true),
              tuple("recommend", 1, false));
      assertThat(of(events, "Encode"))
          .singleElement()
          .satisfies(event -> assertThat(event.getInt("histories")).isEqualTo(2))
          .satisfies(event -> assertThat(event.getInt("length")).isEqualTo(2));
      assertThat(of(events, "Score").map(event -> event.getInt("queries"))).containsExactly(1, 2);
      assertThat(of(events, "Score").map(event -> event.getInt("items"))).containsOnly(5);
    }
  }

  @Test
  @DisplayName("tell that fewer long histories are encoded at a time than short ones")
  void longHistories() throws IOException {
    Path many = folder.resolve("many");
    BundleWriter.write(many, TinyBundle.ofItems(300).build());
    List<RecommendRequest> requests =
        IntStream.range(0, 40)
            .mapToObj(n -> IntStream.range(n, n + (n < 20 ? 250 : 2)).mapToObj(item -> "i" + item))
            .map(items -> RecommendRequest.forHistory(items.toList()).n(5))
            .toList();
    try (OnnxRecommender recommender = OnnxRecommender.open(many)) {
      List<Recommendations> answers = new ArrayList<>();
      List<RecordedEvent> events =
          recorded(() -> answers.addAll(recommender.recommendAll(requests)));
      assertThat(of(events, "Encode"))
          .extracting(event -> event.getInt("histories"), event -> event.getInt("length"))
          .containsExactly(tuple(10, 250), tuple(10, 250), tuple(20, 2));
      for (int n : new int[] {0, 19, 20, 39}) {
        assertThat(items(recommender.recommend(requests.get(n)))).isEqualTo(items(answers.get(n)));
      }
    }
  }

  private static List<String> items(Recommendations answer) {
    return answer.items().stream().map(Recommendation::item).toList();
  }

  @Test
  @DisplayName("tell that what was observed is encoded together, and once, and not for a history")
  void observed() throws IOException {
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle())) {
      recommender.observe("ann", "d");
      recommender.observe("bob", "d");
      recommender.observe("new", "d");
      List<RecordedEvent> events =
          recorded(
              () -> {
                assertThat(recommender.history("ann").items()).containsExactly("a", "b", "d");
                List<RecommendRequest> all =
                    Stream.of("ann", "bob", "new", "ann").map(RecommendRequest::forUser).toList();
                List<Recommendations> answers = recommender.recommendAll(all);
                for (int n = 0; n < all.size(); n++) {
                  assertThat(recommender.recommend(all.get(n))).isEqualTo(answers.get(n));
                }
              });
      assertThat(of(events, "Encode").map(event -> event.getInt("histories"))).containsExactly(3);
    }
  }

  @Test
  @DisplayName("tell of refreshed bundles and of swaps, failed ones too")
  void swaps() throws IOException {
    Path bundle = bundle();
    try (ReloadingRecommender recommender = ReloadingRecommender.open(bundle)) {
      List<RecordedEvent> events =
          recorded(
              () -> {
                BundleRefresher.defaults()
                    .refresh(bundle, InteractionLog.builder().add("ann", "c", 1).build());
                recommender.reload();
                damage(bundle);
                assertThatThrownBy(recommender::reload).isInstanceOf(RuntimeException.class);
                assertThatThrownBy(
                        () ->
                            BundleRefresher.defaults()
                                .refresh(
                                    bundle, InteractionLog.builder().add("ann", "c", 2).build()))
                    .isInstanceOf(RuntimeException.class);
              });
      List<RecordedEvent> refreshes = of(events, "Refresh").toList();
      assertThat(refreshes).hasSize(2);
      assertThat(refreshes.get(0).getInt("events")).isEqualTo(1);
      assertThat(refreshes.get(0).getInt("grownUsers")).isEqualTo(1);
      assertThat(refreshes.get(0).getString("failure")).isEmpty();
      assertThat(refreshes.get(1).getString("failure")).contains("altered");
      List<RecordedEvent> swaps = of(events, "Swap").toList();
      assertThat(swaps).hasSize(2);
      assertThat(swaps.get(0).getString("fromVersion")).startsWith("version-1-");
      assertThat(swaps.get(0).getString("toVersion")).startsWith("version-2-");
      assertThat(swaps.get(1).getString("toVersion")).isEmpty();
      assertThat(swaps.get(1).getString("failure")).contains("altered");
    }
  }

  @Test
  @DisplayName("tell of one refresh where there was no bundle yet")
  void newTarget() throws IOException {
    Path bundle = bundle();
    Path target = folder.resolve("deeper/new");
    InteractionLog events = InteractionLog.builder().add("ann", "c", 1).build();
    List<RecordedEvent> refreshes =
        of(recorded(() -> BundleRefresher.defaults().refresh(bundle, events, target)), "Refresh")
            .toList();
    assertThat(refreshes).hasSize(1);
    assertThat(refreshes.get(0).getString("failure")).isEmpty();
    OnnxRecommender.open(target).close();
  }

  private static void damage(Path bundle) {
    try (Stream<Path> files = Files.walk(bundle)) {
      for (Path file : files.filter(each -> each.endsWith("items.json")).toList()) {
        Files.writeString(file, Files.readString(file).replace('a', 'x'));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @DisplayName("cost nothing while nobody records: not one byte, a million times")
  void off() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    int events = probe(1000); // classes are loaded
    long before = threads.getThreadAllocatedBytes(thread);
    events += probe(1_000_000);
    long bytes = threads.getThreadAllocatedBytes(thread) - before;
    assertThat(events).as("events though nobody records").isZero();
    assertThat(bytes).as("bytes of three million events that are off").isLessThan(10_000);
  }

  private static int probe(int times) {
    int events = 0;
    for (int i = 0; i < times; i++) {
      events += RequestEvent.begun() == null ? 0 : 1;
      events += EncodeEvent.begun() == null ? 0 : 1;
      events += ScoreEvent.begun() == null ? 0 : 1;
    }
    return events;
  }

  @Test
  @DisplayName("add nothing to what a request allocates while others are recorded")
  void offInRequests() throws Exception {
    // The other compiler leaves out what it can.
    OwnProcess.Ended ended =
        OwnProcess.run(
            Files.createDirectory(folder.resolve("own")),
            List.of("-XX:TieredStopAtLevel=1"),
            RequestBytes.class,
            bundle().toString());
    assertThat(ended.exit()).as("%s", ended.said()).isZero();
    String last = ended.said().lines().reduce((before, line) -> line).orElseThrow();
    long[] bytes = Stream.of(last.split(" ")).mapToLong(Long::parseLong).toArray();
    // Of a history there are three events, each of a header and two times at least.
    assertThat(bytes[1]).as("recorded").isGreaterThan(bytes[0] + 3 * 28);
    assertThat(bytes[2]).as("off, beside none").isCloseTo(bytes[0], within(8L));
  }
}
