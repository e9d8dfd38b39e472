package io.hardgnn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.spark.scoring.OpenBundles;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Faults")
final class FaultTest {

  @TempDir private Path folder;

  @Test
  @DisplayName("a task that fails in the middle of scoring is done again: every user once")
  void failedTask() {
    LocalSpark.session();
    Path bundle = RandomBundle.write(folder.resolve("bundle"), 300, 40, 4, 1);
    Dataset<Row> rows =
        HardGNNSparkModel.of(bundle.toString()).setBatchSize(16).recommendForAllUsers(3);
    OpenBundles.closeIdle();
    int before = OpenBundles.opened();
    Map<String, List<String>> lists =
        LocalSpark.lists(
            rows.map(
                (MapFunction<Row, Row>)
                    row -> {
                      TaskContext task = TaskContext.get();
                      if (task.attemptNumber() < 2 && row.getString(0).equals("u40")) {
                        throw new IllegalStateException("a task that fails twice");
                      }
                      return row;
                    },
                Encoders.row(rows.schema())));
    assertThat(lists).hasSize(300);
    assertThat(OpenBundles.opened() - before).isOne();
  }

  @Test
  @Tag("thorough")
  @DisplayName("an executor that is killed in the middle of scoring is replaced: every user once")
  void killedExecutor() throws Exception {
    Path bundle = RandomBundle.write(folder.resolve("bundle"), 3000, 200, 8, 1);
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Path home = sparkHome(classPath);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add") || argument.startsWith("-XX:+Ignore"))
        .forEach(command::add);
    Path output = folder.resolve("output.txt");
    command.addAll(
        List.of("-Xmx1g", "-cp", classPath, KilledExecutor.class.getName(), bundle.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("TEST_CLASS_PATH", classPath);
    builder.directory(folder.toFile());
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    Process process = builder.start();
    boolean ended = process.waitFor(8, TimeUnit.MINUTES);
    process.destroyForcibly();
    String said = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(ended).as(said).isTrue();
    assertThat(said).contains("users 3000 distinct 3000 executors lost 1");
  }

  /** A folder as that of an installed Spark, as far as its launcher looks: {@code jars}. */
  private Path sparkHome(String classPath) throws IOException {
    Path jars = Files.createDirectories(folder.resolve("spark/jars"));
    for (String entry : classPath.split(File.pathSeparator)) {
      Path jar = Path.of(entry);
      if (entry.endsWith(".jar") && Files.exists(jar)) {
        Path link = jars.resolve(jar.getFileName());
        if (!Files.exists(link)) {
          Files.createSymbolicLink(link, jar.toAbsolutePath());
        }
      }
    }
    return folder.resolve("spark");
  }
}
