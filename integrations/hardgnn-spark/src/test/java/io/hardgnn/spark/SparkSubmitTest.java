package io.hardgnn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hardgnn.Recommendation;
import io.hardgnn.onnx.OnnxRecommender;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("spark-submit")
final class SparkSubmitTest {

  private static final Path ROOT = Path.of(System.getProperty("hardgnn.root", "../.."));
  private static final Pattern LINE = Pattern.compile("(?ms)^```sh\\nspark-submit (.*?)^```");
  private static final Pattern JAR = Pattern.compile("[\\w.-]+\\.jar");

  /** What the class path of the tests has beside what Spark itself brings. */
  private static final Pattern NOT_SPARKS =
      Pattern.compile("(hardgnn|onnxruntime|tensorflow|ndarray|javacpp|junit|assertj|surefire).*");

  @TempDir private Path folder;

  @Test
  @Tag("thorough") // a JVM with Spark
  @DisplayName("of the page's line, on the packaged jars, writes what one machine recommends")
  void submits() throws Exception {
    List<String> arguments = documented();
    for (String argument : arguments) {
      for (MatchResult jar : JAR.matcher(argument).results().toList()) {
        Files.createSymbolicLink(folder.resolve(jar.group()), packaged(jar.group()));
      }
    }
    Path bundle = RandomBundle.write(folder.resolve("onnx"), 300, 120, 8, 7);
    assertThat(submit(arguments)).contains("recommended 20 items to 300 users");
    List<Row> rows =
        LocalSpark.session()
            .read()
            .parquet(folder.resolve("recommendations").toString())
            .collectAsList();
    assertThat(rows).hasSize(300);
    try (OnnxRecommender local = OnnxRecommender.open(bundle)) {
      for (Row row : rows) {
        List<Recommendation> expected = local.recommend(row.getString(0), 20);
        List<Row> items = row.getList(1);
        assertThat(items).hasSameSizeAs(expected);
        for (int i = 0; i < items.size(); i++) {
          assertThat(items.get(i).getString(0)).isEqualTo(expected.get(i).item());
          assertThat(items.get(i).getFloat(1)).isCloseTo(expected.get(i).score(), within(1e-5f));
        }
      }
    }
  }

  /** Returns the arguments that the page shows. */
  private static List<String> documented() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/spark.md"));
    String line = LINE.matcher(page).results().findFirst().orElseThrow().group(1);
    return List.of(line.replace("\\\n", " ").replace("'", "").strip().split("\\s+"));
  }

  /**
   * Returns a jar of a module as {@code package} made it of the sources of now, or of the class path.
   */
  private static Path packaged(String name) throws IOException {
    if (!name.startsWith("hardgnn-")) {
      return classPath().stream()
          .filter(jar -> jar.getFileName().toString().equals(name))
          .findFirst()
          .orElseThrow(() -> new AssertionError("docs/spark.md names " + name));
    }
    String module = name.replaceFirst("-\\d.*", "");
    Path home =
        Stream.of(ROOT, ROOT.resolve("integrations"))
            .map(parent -> parent.resolve(module))
            .filter(Files::isDirectory)
            .findFirst()
            .orElseThrow(() -> new AssertionError("docs/spark.md names " + name))
            .toAbsolutePath();
    Path jar = home.resolve("target").resolve(name);
    assumeTrue(Files.exists(jar), "no " + jar + ": mvn -DskipTests package makes it");
    // Not its classes: Maven makes the same ones anew for a run of tests alone.
    try (Stream<Path> files = Files.walk(home.resolve("src/main"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assumeTrue(
            Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(jar)) <= 0,
            jar + " is older than its sources: mvn -DskipTests package makes it anew");
      }
    }
    return jar;
  }

  private static List<Path> classPath() {
    String paths =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(paths.split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .map(Path::of)
        .toList();
  }

  /** Runs what the script of a distribution runs, in the folder; returns what it prints. */
  private String submit(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add") || argument.startsWith("-XX:+Ignore"))
        .forEach(command::add);
    String sparks =
        String.join(
            File.pathSeparator,
            classPath().stream()
                .filter(jar -> !NOT_SPARKS.matcher(jar.getFileName().toString()).matches())
                .map(Path::toString)
                .toList());
    command.addAll(
        List.of(
            "-Xmx1g",
            "-Dspark.ui.enabled=false",
            "-cp",
            sparks,
            "org.apache.spark.deploy.SparkSubmit"));
    command.addAll(arguments);
    Path output = folder.resolve("output.txt");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    Process process = builder.start();
    boolean ended = process.waitFor(8, TimeUnit.MINUTES);
    process.destroyForcibly();
    String said = Files.readString(output);
    assertThat(ended && process.exitValue() == 0).as(said).isTrue();
    return said;
  }
}
