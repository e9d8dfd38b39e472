package io.hardgnn.examples.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hardgnn.History;
import io.hardgnn.Recommendation;
import io.hardgnn.examples.SmallBundle;
import io.hardgnn.onnx.OnnxRecommender;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The HTTP service")
final class RecommenderServiceTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir static Path folder;
  private static Path bundle;
  private static RecommenderService service;
  private static OnnxRecommender recommender;
  private static String a = ""; // items that the model has
  private static String b = "";
  private static String c = "";

  @BeforeAll
  static void start() throws IOException {
    bundle = SmallBundle.withTransitionsAndTimes(folder);
    recommender = OnnxRecommender.open(bundle);
    a = recommender.items().id(0);
    b = recommender.items().id(1);
    c = recommender.items().id(2);
    Path titles =
        Files.writeString(folder.resolve("titles.tsv"), a + "\tThe Ärtikel\n" + b + "\tOther\n");
    service = RecommenderService.open(settings(bundle, titles));
  }

  private static RecommenderService.Settings settings(Path bundle, Path titles) {
    return new RecommenderService.Settings(
        bundle, "127.0.0.1", 0, titles, 2, 100, Duration.ofSeconds(30), Duration.ofSeconds(1));
  }

  @AfterAll
  static void end() {
    service.close();
    recommender.close();
  }

  private static HttpRequest.Builder request(String place) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + place));
  }

  private static HttpResponse<String> get(String place) {
    return send(request(place).build());
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return CLIENT.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static JsonNode json(String place, int status) {
    HttpResponse<String> response = get(place);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> items(JsonNode body) {
    return StreamSupport.stream(body.get("items").spliterator(), false)
        .map(item -> item.get("item").asText())
        .toList();
  }

  private static List<String> items(List<Recommendation> recommended) {
    return recommended.stream().map(Recommendation::item).toList();
  }

  @Test
  @DisplayName("recommends to a user as the recommender does, with titles")
  void recommend() {
    JsonNode body = json("/recommend?user=u3&n=7", 200);
    assertThat(items(body)).isEqualTo(items(recommender.recommend("u3", 7)));
    assertThat(body.get("source").asText()).isEqualTo("MODEL");
    assertThat(body.at("/items/0/score").floatValue())
        .isEqualTo(recommender.recommend("u3", 7).get(0).score());
    JsonNode item = json("/items?n=1&q=" + a, 200).at("/items/0");
    assertThat(item.get("title").asText()).isEqualTo("The Ärtikel");
  }

  @Test
  @DisplayName("recommends by a history, names unknown items, and leaves out what it is told to")
  void history() {
    JsonNode body = json("/recommend?item=" + a + "&item=nobody&n=5&item=" + b, 200);
    List<String> best = items(recommender.recommendFor(List.of(a, b), 5));
    assertThat(items(body)).isEqualTo(best);
    assertThat(body.get("source").asText()).isEqualTo("COLD");
    assertThat(body.get("unknownItems").get(0).asText()).isEqualTo("nobody");
    assertThat(
            items(json("/recommend?item=" + a + "&item=" + b + "&n=4&without=" + best.get(0), 200)))
        .isEqualTo(best.subList(1, 5));
    assertThat(
            items(
                json(
                    "/recommend?unseen=false&item="
                        + a
                        + "&item="
                        + b
                        + "&only="
                        + b
                        + "&only="
                        + a,
                    200)))
        .containsExactlyInAnyOrder(a, b);
  }

  @Test
  @DisplayName("takes the times of a history, one for each item, and says what is wrong with them")
  void times() {
    String items = "item=" + a + "&item=" + b;
    String timed = items + "&time=2026-11-28T19:04:00Z&time=2026-11-28T19:21:30Z";
    History history =
        History.of(
            List.of(a, b),
            List.of(Instant.parse("2026-11-28T19:04:00Z"), Instant.parse("2026-11-28T19:21:30Z")));
    assertThat(items(json("/recommend?n=5&" + timed, 200)))
        .isEqualTo(items(recommender.recommendFor(history, 5)));
    assertThat(json("/score?candidate=" + c + "&" + timed, 200).at("/items/0/score").floatValue())
        .isEqualTo(recommender.scoresFor(history, List.of(c)).scored().get(0).score())
        .isNotEqualTo(
            json("/score?candidate=" + c + "&" + items, 200).at("/items/0/score").floatValue());
    assertThat(json("/recommend?" + items + "&time=2026-11-28T19:04:00Z", 400).toString())
        .contains("2 items, 1 times");
    assertThat(json("/recommend?item=" + a + "&time=yesterday", 400).toString())
        .contains("time is 'yesterday'; allowed: moments such as 2026-11-29T18:30:00Z");
    assertThat(json("/recommend?user=u3&time=2026-11-28T19:04:00Z", 400).toString())
        .contains("time may not be given with user");
  }

  @Test
  @DisplayName("gives reasons: what the score leans on, and what is alike")
  void reasons() {
    JsonNode body =
        json("/recommend?n=3&reasons=true&item=" + a + "&item=" + b + "&item=" + c, 200);
    for (JsonNode item : body.get("items")) {
      JsonNode like = item.at("/reasons/like");
      assertThat(like.get("item").asText()).isIn(a, b, c);
      assertThat(like.get("cosine").asDouble()).isBetween(-1.0001, 1.0001);
      JsonNode because = item.at("/reasons/becauseOf");
      if (!because.isMissingNode()) {
        String without = because.get("item").asText();
        List<String> rest = new ArrayList<>(List.of(a, b, c));
        rest.remove(without);
        List<String> asked = List.of(item.get("item").asText());
        double whole = item.get("score").asDouble();
        double less = recommender.scoresFor(rest, asked).scored().get(0).score();
        assertThat(because.get("scoreFalls").asDouble())
            .isPositive()
            .isCloseTo(whole - less, within(1e-4));
      }
    }
    assertThat(body.toString()).contains("becauseOf");
    assertThat(json("/recommend?user=u3&n=20&reasons=true", 200).toString())
        .as("a user's own scores, times and all")
        .contains("becauseOf");
    assertThat(json("/recommend?item=" + a, 200).toString()).doesNotContain("reasons");
  }

  @Test
  @DisplayName("names the strongest transition from the history to an item, where one is counted")
  void transitions() {
    int counted = 0;
    for (JsonNode item :
        json("/recommend?n=60&reasons=true&item=" + a + "&item=" + b + "&item=" + c, 200)
            .get("items")) {
      String id = item.get("item").asText();
      JsonNode transition = item.at("/reasons/transition");
      if (transition.isMissingNode()) {
        assertThat(counted(List.of(a, b, c), id)).as(id).isCloseTo(0, within(1e-4));
      } else {
        counted++;
        assertThat(transition.get("item").asText()).isIn(a, b, c);
        assertThat(counted(List.of(transition.get("item").asText()), id)).isGreaterThan(1e-4);
        assertThat(transition.get("share").asDouble()).isBetween(1 / 3.0001, 1.0);
      }
    }
    assertThat(counted).isPositive();
  }

  @Test
  @DisplayName("names them of a bundle, too, that was copied without its versions")
  void copied(@TempDir Path other) throws IOException {
    Path version;
    try (Stream<Path> all = Files.list(bundle)) {
      version = all.filter(Files::isDirectory).findFirst().orElseThrow();
    }
    Path copy = Files.createDirectory(other.resolve("copy"));
    try (Stream<Path> files = Files.list(version)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    try (RecommenderService flat = RecommenderService.open(settings(copy, Path.of("")))) {
      URI place =
          URI.create(
              "http://127.0.0.1:"
                  + flat.port()
                  + "/recommend?n=60&reasons=true&item="
                  + String.join("&item=", a, b, c));
      assertThat(send(HttpRequest.newBuilder(place).build()).body()).contains("\"transition\"");
    }
  }

  /** What counted transitions add to a score: all that the network and the bias do not. */
  private static double counted(List<String> history, String item) {
    float[] user = recommender.embed(history);
    float[] vector = recommender.itemEmbedding(item).orElseThrow();
    double network = recommender.itemBias(item).orElseThrow();
    for (int i = 0; i < user.length; i++) {
      network += (double) user[i] * vector[i];
    }
    return recommender.scoresFor(history, List.of(item)).scored().get(0).score() - network;
  }

  @Test
  @DisplayName("finds similar items, and scores candidates in their order")
  void similarAndScore() {
    assertThat(items(json("/similar?n=4&item=" + a, 200)))
        .isEqualTo(items(recommender.similarItems(a, 4)));
    JsonNode scores = json("/score?user=u3&candidate=" + c + "&candidate=none&candidate=" + a, 200);
    assertThat(items(scores)).containsExactly(c, a);
    assertThat(scores.get("unknownItems").get(0).asText()).isEqualTo("none");
    assertThat(items(json("/score?item=" + b + "&candidate=" + c, 200))).containsExactly(c);
  }

  @Test
  @DisplayName("tells a user's history, and finds users and items by a part of id or title")
  void lookUps() {
    JsonNode history = json("/history?user=u3&n=2", 200);
    List<String> known = recommender.history("u3").items();
    assertThat(items(history)).isEqualTo(known.subList(known.size() - 2, known.size()));
    assertThat(history.get("length").asInt()).isEqualTo(known.size());
    assertThat(json("/users?q=U7&n=3", 200).get("users"))
        .extracting(JsonNode::asText)
        .hasSize(3)
        .allSatisfy(id -> assertThat(id).contains("u7"));
    assertThat(json("/users?q=u7", 200).at("/users/0").asText()).isEqualTo("u7");
    String title = URLEncoder.encode("ÄRTIKEL", StandardCharsets.UTF_8);
    assertThat(items(json("/items?q=" + title, 200))).containsExactly(a);
  }

  @Test
  @DisplayName("tells its health, and meters as Prometheus reads them")
  void healthAndMetrics() {
    JsonNode health = json("/health", 200);
    assertThat(health.get("status").asText()).isEqualTo("up");
    assertThat(health.get("version").asText()).isEqualTo(recommender.info().version());
    assertThat(health.get("users").asInt()).isEqualTo(80);
    get("/recommend?user=u1");
    HttpResponse<String> metrics = get("/metrics");
    assertThat(metrics.headers().firstValue("Content-Type"))
        .get()
        .asString()
        .startsWith("text/plain");
    assertThat(metrics.body())
        .containsPattern(
            "requests_seconds_count\\{outcome=\"SUCCESS\",request=\"recommend\"\\}" + " [1-9]")
        .contains("hardgnn_recommender_answers_total{source=\"model\"}");
  }

  @ParameterizedTest(name = "{0}: {1} {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /recommend?user=u3&n=0        | 400 | n is '0'; allowed: 1 to 1000
          /recommend?user=u3&n=1001     | 400 | n is '1001'
          /recommend?user=u3&n=ten      | 400 | n is 'ten'
          /recommend?user=u3&n=99999999999 | 400 | allowed: 1 to 1000
          /recommend                    | 400 | give user, or item
          /recommend?user=u3&item=i1    | 400 | give user, or item
          /recommend?user=u3&user=u4    | 400 | user must be given once
          /recommend?user=u3&unseen=yes | 400 | unseen is 'yes'
          /recommend?user=u3&limit=3    | 400 | there is no parameter 'limit'
          /recommend?user=nobody        | 404 | user 'nobody' is none of the 80 users
          /similar?item=nothing         | 404 | item 'nothing'
          /similar                      | 400 | item must be given once
          /score?user=u3                | 400 | candidate
          /score?user=nobody&candidate=i1 | 404 | nobody
          /history?user=nobody          | 404 | nobody
          /users                        | 400 | q must be given once
          /health?user=u3               | 400 | there is no parameter
          /explorer.html                | 404 | there is nothing at /explorer.html
          /../pom.xml                   | 404 | there is nothing at
          """)
  @DisplayName("answers what is wrong with its status and a message")
  void errors(String place, int status, String message) {
    JsonNode body = json(place, status);
    assertThat(body.get("status").asInt()).isEqualTo(status);
    assertThat(body.get("message").asText()).contains(message);
    assertThat(body.get("type").asText()).isNotBlank();
  }

  @Test
  @DisplayName("answers an id of many characters with a short message")
  void longId() {
    JsonNode body = json("/recommend?user=" + "x".repeat(10_000), 404);
    assertThat(body.get("message").asText()).hasSizeLessThan(500);
  }

  @Test
  @DisplayName("refuses other methods, and answers HEAD without a body")
  void methods() {
    HttpResponse<String> post =
        send(request("/recommend?user=u3").POST(BodyPublishers.noBody()).build());
    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(post.headers().firstValue("Allow")).hasValue("GET, HEAD");
    HttpResponse<String> head =
        send(request("/health").method("HEAD", BodyPublishers.noBody()).build());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"/", "/explorer.css", "/explorer.js", "/icon.svg"})
  @DisplayName("has a page that loads nothing from elsewhere")
  void page(String file) {
    HttpResponse<String> response = get(file);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Security-Policy"))
        .get()
        .asString()
        .startsWith("default-src 'self'");
    assertThat(response.body().replace("http://www.w3.org/2000/svg", "")).doesNotContain("://");
  }
}
