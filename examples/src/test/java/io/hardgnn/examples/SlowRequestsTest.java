package io.hardgnn.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** In JVMs of their own, as the JDK's server reads its properties once. */
@DisplayName("More requests than threads that are sent by half")
@Tag("thorough")
@Timeout(120)
final class SlowRequestsTest {

  @TempDir private Path folder;

  @Test
  @DisplayName("block the service for seconds only")
  void service() throws Exception {
    String bundle = SmallBundle.export(folder).toString();
    answersAfterAll(
        9, "/health", ServeOverHttp.class, "--bundle", bundle, "--concurrent=1", "--waiting=0");
  }

  @Test
  @DisplayName("block the page of a training run for seconds only")
  void page() throws Exception {
    answersAfterAll(
        8, "/lines", WatchTraining.class, "--log", folder.resolve("log.jsonl").toString());
  }

  private static void answersAfterAll(
      int threads, String path, Class<?> program, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            program.getName(),
            "--port=0"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    List<Socket> slow = new ArrayList<>();
    try {
      String said = process.inputReader(StandardCharsets.UTF_8).readLine();
      URI address = URI.create(said.substring(0, said.indexOf(' ')));
      for (int request = 0; request < threads + 3; request++) {
        slow.add(half(address));
      }
      HttpRequest whole =
          HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(60)).build();
      assertThat(HttpClient.newHttpClient().send(whole, BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    } finally {
      process.destroyForcibly();
      for (Socket each : slow) {
        each.close();
      }
    }
  }

  private static Socket half(URI address) throws IOException {
    Socket socket = new Socket(address.getHost(), address.getPort());
    socket.getOutputStream().write("GET / HT".getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return socket;
  }
}
