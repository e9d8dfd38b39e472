package io.hardgnn.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The page that follows a training run")
final class TrainingPageTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir Path folder;
  private Path log;
  private TrainingPage page;

  @BeforeEach
  void open() throws IOException {
    log = folder.resolve("läuft.jsonl");
    page = TrainingPage.open(log, "127.0.0.1", 0);
  }

  @AfterEach
  void close() {
    page.close();
  }

  private HttpResponse<String> get(String place) throws Exception {
    URI address = URI.create("http://127.0.0.1:" + page.port() + place);
    return CLIENT.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
  }

  private JsonNode lines(long from) throws Exception {
    HttpResponse<String> response = get("/lines?from=" + from);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new ObjectMapper().readTree(response.body());
  }

  private static List<String> texts(JsonNode answer) {
    List<String> texts = new ArrayList<>();
    answer.get("lines").forEach(line -> texts.add(line.asText()));
    return texts;
  }

  @Test
  @DisplayName("asks only for lines that are new, and only for whole ones")
  void follows() throws Exception {
    assertThat(texts(lines(0))).as("before the run").isEmpty();
    Files.writeString(log, "{\"a\":\"ä\"}\n{\"b\"");
    JsonNode first = lines(0);
    assertThat(texts(first)).containsExactly("{\"a\":\"ä\"}");
    assertThat(first.get("log").asText()).endsWith("läuft.jsonl");
    long next = first.get("next").asLong();
    assertThat(texts(lines(next))).isEmpty();
    Files.writeString(log, ":2}\n", StandardOpenOption.APPEND);
    JsonNode second = lines(next);
    assertThat(texts(second)).containsExactly("{\"b\":2}");
    assertThat(second.get("from").asLong()).isEqualTo(next);
    assertThat(second.get("next").asLong()).isEqualTo(Files.size(log));
  }

  @Test
  @DisplayName("begins again with a file that has become shorter")
  void shorter() throws Exception {
    Files.writeString(log, "{\"a\":1}\n");
    JsonNode answer = lines(1_000);
    assertThat(answer.get("from").asLong()).isZero();
    assertThat(texts(answer)).containsExactly("{\"a\":1}");
  }

  @Test
  @DisplayName("begins again with another file that is longer")
  void longer() throws Exception {
    Files.writeString(log, "{\"run\":1}\n");
    JsonNode first = lines(0);
    Files.writeString(log, "{\"run\":2}\n{\"epoch\":1}\n");
    String place = "/lines?from=" + first.get("next") + "&identity=";
    JsonNode other =
        new ObjectMapper().readTree(get(place + first.get("identity").asText()).body());
    assertThat(other.get("from").asLong()).isZero();
    assertThat(texts(other)).containsExactly("{\"run\":2}", "{\"epoch\":1}");
    JsonNode same = new ObjectMapper().readTree(get(place + other.get("identity").asText()).body());
    assertThat(texts(same)).containsExactly("{\"epoch\":1}");
  }

  @Test
  @DisplayName("reads a long log in several answers")
  void parts() throws Exception {
    List<String> written = new ArrayList<>();
    for (int line = 0; line < 30_000; line++) {
      written.add("{\"line\":" + line + ",\"text\":\"" + "x".repeat(40) + "\"}");
    }
    Files.write(log, written);
    List<String> read = new ArrayList<>();
    int answers = 0;
    for (long next = 0; next < Files.size(log); answers++) {
      JsonNode answer = lines(next);
      read.addAll(texts(answer));
      next = answer.get("next").asLong();
    }
    assertThat(read).isEqualTo(written);
    assertThat(answers).isGreaterThan(1);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"/", "/training.js", "/training.css", "/explorer.css", "/icon.svg"})
  @DisplayName("is there with all that it loads")
  void files(String path) throws Exception {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isNotEmpty();
    assertThat(response.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'self'"));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"/lines?from=-1", "/lines?from=x", "/lines?to=1", "/lines?from=1&from=2"})
  @DisplayName("refuses what is no place in the log")
  void refuses(String place) throws Exception {
    assertThat(get(place).statusCode()).isEqualTo(400);
  }

  @Test
  @Timeout(20)
  @DisplayName("answers others while a request is sent by half")
  void halfARequest() throws Exception {
    try (Socket slow = new Socket("127.0.0.1", page.port())) {
      slow.getOutputStream().write("GET / HT".getBytes(StandardCharsets.US_ASCII));
      slow.getOutputStream().flush();
      Thread.sleep(200); // the server has begun to read it
      assertThat(get("/").statusCode()).isEqualTo(200);
    }
  }

  @Test
  @DisplayName("answers requests to read alone, and says which")
  void otherMethods() throws Exception {
    URI address = URI.create("http://127.0.0.1:" + page.port() + "/lines");
    HttpResponse<String> response =
        CLIENT.send(HttpRequest.newBuilder(address).DELETE().build(), BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  @Test
  @DisplayName("has nothing else, not even files beside the log, and says why a log is none")
  void nothingElse() throws Exception {
    assertThat(get("/explorer.html").statusCode()).isEqualTo(404);
    assertThat(get("/../pom.xml").statusCode()).isEqualTo(404);
    Files.createDirectory(log);
    HttpResponse<String> response = get("/lines");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).contains("jsonl");
  }
}
