package io.hardgnn.examples;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Given wrong input, a program ends with one message and no stack trace")
final class WrongInputTest {

  @TempDir static Path folder;

  @BeforeAll
  static void files() throws IOException {
    SmallData.write(folder.resolve("good.csv"));
    Files.writeString(folder.resolve("bad.csv"), "user,item,timestamp\na,b,1\na,c,soon\n");
    Files.writeString(
        folder.resolve("tiny.csv"), "user,item,timestamp\na,b,1700000000\na,c,1700000001\n");
    Files.writeString(folder.resolve("nocolumn.csv"), "user,item,rating\na,b,1\n");
    Files.writeString(folder.resolve("broken.json"), "{\"encoder\": {\"embeddingDim\": 16,}");
    Files.writeString(folder.resolve("unknown.json"), "{\"encoder\": {\"embedingDim\": 16}}");
    Path others = Files.createDirectories(folder.resolve("taken").resolve("onnx"));
    Files.writeString(others.resolve("notes.txt"), "somebody's");
    Files.writeString(folder.resolve("range.json"), "{\"encoder\": {\"embeddingDim\": -1}}");
  }

  static Stream<Arguments> lines() {
    return Stream.of(
        arguments("--data none.csv", 1, "none.csv"),
        arguments("--data bad.csv", 1, "bad.csv:3: "),
        arguments("--data nocolumn.csv", 1, "timestamp"),
        arguments("--data tiny.csv", 1, "no interaction is left"),
        arguments("--data .", 1, "directory"),
        arguments("--data good.csv --config none.json", 1, "none.json"),
        arguments("--data good.csv --config broken.json", 1, "broken.json"),
        arguments("--data good.csv --config unknown.json", 1, "embedingDim"),
        arguments("--data good.csv --config range.json", 1, "embeddingDim"),
        arguments("--data good.csv --out good.csv/out", 1, "good.csv"),
        arguments("--data good.csv --out good.csv", 1, "good.csv"),
        arguments("--data good.csv --out taken", 1, "onnx"),
        arguments("", 2, "--data"),
        arguments("--data", 2, "--data"),
        arguments("--data good.csv --preset best", 2, "'best'"),
        arguments("--data good.csv --epochs 0", 2, "epochs"),
        arguments("--data good.csv --epochs many", 2, "--epochs"),
        arguments("--data good.csv --min-interactions 0", 2, "--min-interactions"),
        arguments("--data good.csv --columns user,item", 2, "--columns needs three names"),
        arguments("--data good.csv --columns user,thing,timestamp", 1, "thing"),
        arguments("--data good.csv --column-indexes 0,1", 2, "--column-indexes needs three places"),
        arguments("--data good.csv --column-indexes 0,1,1", 2, "three different places"),
        arguments("--data good.csv --column-indexes 0,1,x", 2, "--column-indexes"),
        arguments("--data good.csv --column-indexes 0,1,2 --columns a,b,c", 2, "not both"),
        arguments("--data good.csv --column-indexes 0,1,9", 1, "column 10 is needed"),
        arguments("--data good.csv --separator ;", 1, "user"),
        arguments("--data good.csv --quoting some", 2, "--quoting"),
        arguments("--data good.csv --comment \"", 2, "--comment"),
        arguments("--data good.csv --repeats never", 2, "--repeats"),
        arguments("--data good.csv --charset none", 2, "--charset: Java knows no encoding"),
        arguments("--data good.csv --time-format bbb", 2, "--time-format"),
        arguments("--data good.csv --fast", 2, "--fast"),
        arguments("--data good.csv more", 2, "more"));
  }

  @ParameterizedTest(name = "TrainFromCsv {0}: exit code {1}, naming {2}")
  @MethodSource("lines")
  void trainFromCsv(String line, int code, String named) {
    String[] options =
        Arrays.stream(line.split(" "))
            .filter(word -> !word.isEmpty())
            .map(
                word ->
                    word.matches("[a-z]*\\.(csv|json)(/.*)?|\\.|taken")
                        ? folder.resolve(word).toString()
                        : word)
            .toArray(String[]::new);
    Console console = Console.of(() -> TrainFromCsv.run(options));
    assertThat(console.code()).as(console.err()).isEqualTo(code);
    assertThat(console.err())
        .startsWith("error: ")
        .contains(named)
        .doesNotContain("Exception")
        .doesNotContain("\tat ")
        .hasLineCount(1);
  }

  @ParameterizedTest(name = "Quickstart {0}: exit code {1}, naming {2}, before it trains")
  @CsvSource({"--epochs 0, 2, --epochs", "--user nobody, 1, 'nobody'", "--fast, 2, --fast"})
  void quickstart(String line, int code, String named) {
    String options = line + " --out " + folder.resolve("quickstart");
    Console console = Console.of(() -> Quickstart.run(options.split(" ")));
    assertThat(console.code()).as(console.err()).isEqualTo(code);
    // MovieLens has ties of time, which data is warned of.
    String rest =
        console.err().lines().filter(said -> !said.contains(" WARN ")).collect(joining("\n"));
    assertThat(rest).startsWith("error: ").contains(named).hasLineCount(1);
  }

  @ParameterizedTest(name = "{0} --help: exit code 0, usage on standard output")
  @MethodSource("programs")
  void help(String name, IntSupplier program) {
    Console console = Console.of(program);
    assertThat(console.code()).isZero();
    assertThat(console.out()).startsWith("Usage: " + name).contains("--help");
    assertThat(console.err()).isEmpty();
  }

  static Stream<Arguments> programs() {
    return Stream.of(
        arguments("Quickstart", (IntSupplier) () -> Quickstart.run("--help")),
        arguments("TrainFromCsv", (IntSupplier) () -> TrainFromCsv.run("--help")),
        arguments("RecommendFromOnnx", (IntSupplier) () -> RecommendFromOnnx.run("--help")),
        arguments("RecommendToAll", (IntSupplier) () -> RecommendToAll.run("--help")),
        arguments("ServeOverHttp", (IntSupplier) () -> ServeOverHttp.run("--help")));
  }

  @Test
  @DisplayName("but a mistake of the program itself keeps its stack trace")
  void mistakes() {
    Callable<Integer> mistaken = new Mistaken();
    Console console = Console.of(() -> Cli.run(mistaken));
    assertThat(console.code()).isEqualTo(1);
    assertThat(console.err()).contains("mine", "Mistaken.call");
  }

  @picocli.CommandLine.Command
  private static final class Mistaken implements Callable<Integer> {
    @Override
    public Integer call() {
      throw new IllegalStateException("mine");
    }
  }
}
