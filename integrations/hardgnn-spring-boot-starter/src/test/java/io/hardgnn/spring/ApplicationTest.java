package io.hardgnn.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.Recommendation;
import io.hardgnn.Recommender;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@DisplayName("An application of Spring Boot")
class ApplicationTest {

  @TempDir private Path folder;

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(Shop.class)
  static class Application {}

  /** As docs/spring-boot.md has it. */
  @RestController
  static class Shop {

    private final Recommender recommender;

    Shop(Recommender recommender) {
      this.recommender = recommender;
    }

    @GetMapping("/recommend/{user}")
    List<Recommendation> recommend(@PathVariable("user") String user) {
      return recommender.recommend(user, 10);
    }
  }

  private static ConfigurableApplicationContext start(Path bundle) {
    return new SpringApplication(Application.class)
        .run(
            "--server.port=0",
            "--hardgnn.bundle=" + bundle,
            "--management.endpoints.web.exposure.include=health,metrics",
            "--management.endpoint.health.show-details=always");
  }

  private static String get(ConfigurableApplicationContext context, String path) throws Exception {
    String port = context.getEnvironment().getProperty("local.server.port");
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
                BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  @Test
  @DisplayName("answers a request, its health and its metrics, with one property set")
  void serves() throws Exception {
    try (ConfigurableApplicationContext context =
        start(SmallBundle.write(folder.resolve("bundle"), 1))) {
      assertThat(get(context, "/recommend/ann"))
          .contains("\"item\":\"b\"")
          .contains("\"item\":\"c\"")
          .doesNotContain("\"item\":\"a\"");
      assertThat(get(context, "/actuator/health")).contains("\"hardgnn\"").contains("\"items\":3");
      assertThat(get(context, "/actuator/metrics/hardgnn.recommender.requests"))
          .contains("\"COUNT\"");
    }
  }

  @Test
  @DisplayName("does not start without its bundle, and prints which property is wrong and why")
  void missing() {
    Path nothing = folder.resolve("nothing");
    assertThat(printedWhenFailing(nothing))
        .contains("APPLICATION FAILED TO START")
        .contains("hardgnn.bundle")
        .contains(nothing.toString())
        .contains("Change the value of hardgnn.bundle");
  }

  @Test
  @DisplayName("does not start with a damaged bundle, and prints what is damaged")
  void damaged() throws Exception {
    Path bundle = SmallBundle.write(folder.resolve("bundle"), 1);
    Path version = bundle.resolve(Files.readString(bundle.resolve("current")).strip());
    Files.writeString(version.resolve("items.json"), "[");
    assertThat(printedWhenFailing(bundle))
        .contains("APPLICATION FAILED TO START")
        .contains("hardgnn.bundle")
        .contains("items.json");
  }

  @Test
  @Tag("thorough") // a JVM of its own: one that has loaded the library keeps it
  @DisplayName("where ONNX Runtime cannot be loaded, prints that, and blames no property")
  void noLibrary() throws Exception {
    Path bundle = SmallBundle.write(folder.resolve("bundle"), 1);
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + folder.resolve("none"), // where it is unpacked to
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                SpringApplication.class.getName(),
                "--spring.main.sources=" + Application.class.getName(),
                "--spring.main.web-application-type=none",
                "--hardgnn.bundle=" + bundle)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(2, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended).isTrue();
    assertThat(Files.readString(output))
        .contains("ONNX Runtime's native library cannot be loaded")
        .doesNotContain("hardgnn.bundle");
  }

  @Test
  @DisplayName("is the one that the documentation shows")
  void documented() throws Exception {
    String module = System.getProperty("hardgnn.root", "../..");
    Path docs = Path.of(module, "docs/spring-boot.md");
    Path source =
        Path.of("src/test/java", ApplicationTest.class.getName().replace('.', '/') + ".java");
    String page = Files.readString(docs);
    String block = page.substring(page.indexOf("```java\n") + 8, page.indexOf("}\n```") + 2);
    assertThat(Files.readString(source).replace("static class Shop", "class Shop").indent(-2))
        .contains(block);
  }

  /** Starts an application that must not start, and returns what it prints. */
  private static String printedWhenFailing(Path bundle) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      assertThatThrownBy(() -> start(bundle).close()).isNotNull();
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
