package io.hardgnn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hardgnn.seed.Seed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Json")
class JsonTest {

  enum Cell {
    GRU,
    LONG_SHORT
  }

  record Inner(double rate, @Nullable String note) {}

  record Config(
      int epochs, float temperature, Cell cell, Inner inner, List<String> names, int[] cutoffs) {
    Config {
      if (epochs < 1) {
        throw new IllegalArgumentException("epochs must be 1 or more, but is " + epochs);
      }
    }
  }

  record Numbers(float[] floats, double[] doubles, Map<String, Double> named) {}

  private static final String GOOD =
      """
      {
        "epochs" : 3,
        "temperature" : 0.1,
        "cell" : "long_short",
        "inner" : { "rate" : 1e-3, "note" : null },
        "names" : ["a", "b"],
        "cutoffs" : [1, 5]
      }
      """;

  @TempDir Path folder;

  @Test
  @DisplayName("reads records, enum constants in any case, and writes them back the same")
  void roundTrip() {
    Config config = Json.parse(GOOD, Config.class, "config.json");
    assertThat(config.cell()).isEqualTo(Cell.LONG_SHORT);
    assertThat(config.cutoffs()).containsExactly(1, 5);

    Path file = folder.resolve("deep/er/config.json");
    Json.write(file, config);

    assertThat(Json.read(file, Config.class)).usingRecursiveComparison().isEqualTo(config);
    assertThat(file)
        .content()
        .contains("\"cell\": \"LONG_SHORT\"")
        .endsWith("}\n")
        .doesNotContain("\r");
    assertThat(Json.line(config)).doesNotContain("\n").contains("\"epochs\":3");
  }

  @Test
  @DisplayName("writes the same bytes with every version of Jackson, since files have checksums")
  void bytes() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("config", Json.parse(GOOD, Config.class, "config.json"));
    value.put("objects", List.of(Map.of("a", 1L), Map.of()));
    value.put("empty", List.of());
    value.put("text", "\u00fc \"quoted\" \u20ac / \n");
    value.put("nan", Double.NaN);

    assertThat(Json.text(value))
        .isEqualTo(
            """
            {
              "config": {
                "epochs": 3,
                "temperature": 0.1,
                "cell": "LONG_SHORT",
                "inner": {
                  "rate": 0.001,
                  "note": null
                },
                "names": [ "a", "b" ],
                "cutoffs": [ 1, 5 ]
              },
              "objects": [ {
                "a": 1
              }, { } ],
              "empty": [ ],
              "text": "\u00fc \\"quoted\\" \u20ac / \\n",
              "nan": "NaN"
            }
            """);
    assertThat(Json.line(value))
        .isEqualTo(
            """
            {"config":{"epochs":3,"temperature":0.1,"cell":"LONG_SHORT","inner":{"rate":0.001,"note":null},\
            "names":["a","b"],"cutoffs":[1,5]},"objects":[{"a":1},{}],"empty":[],\
            "text":"\u00fc \\"quoted\\" \u20ac / \\n","nan":"NaN"}""");
  }

  @Test
  @DisplayName("runs with the Jackson that the build names")
  void jackson() {
    @Nullable String named = System.getProperty("hardgnn.jackson");
    assumeTrue(named != null, "set by the build");
    assertThat(new ObjectMapper().version()).hasToString(named);
    assertThat(new JsonFactory().version()).hasToString(named);
  }

  @Test
  @DisplayName("keeps every bit of floats and doubles, the non-finite ones included")
  void precision(@Seed long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] floats = new float[5000];
    double[] doubles = new double[5000];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = Float.intBitsToFloat(random.nextInt());
      doubles[i] = Double.longBitsToDouble(random.nextLong());
    }
    floats[0] = Float.NaN;
    doubles[0] = Double.NEGATIVE_INFINITY;
    Numbers read =
        Json.parse(
            Json.text(new Numbers(floats, doubles, Map.of("nan", Double.NaN))),
            Numbers.class,
            "numbers");
    assertThat(read.floats()).as("seed %d", seed).isEqualTo(floats);
    assertThat(read.doubles()).as("seed %d", seed).isEqualTo(doubles);
    assertThat(read.named().get("nan")).isNaN();
  }

  @ParameterizedTest(name = "{0} → {1}: {4}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "temperature"      | "temprature"     | 3 | unknown property "temprature"; allowed are cell, cutoffs, epochs, inner, names, temperature
          "rate"             | "speed"          | 5 | unknown property "inner.speed"; allowed are note, rate
          "long_short"       | "lstm"           | 4 | "cell": "lstm" is not one of [GRU, LONG_SHORT]
          "long_short"       | 1                | 4 | "cell": must be one of [GRU, LONG_SHORT], but is 1
          "epochs" : 3       | "epochs" : "3"   | 2 | "epochs": must be a whole number (int), but is "3"
          "epochs" : 3       | "epochs" : 3.5   | 2 | "epochs": must be a whole number (int)
          "epochs" : 3       | "epochs" : null  | 2 | "epochs": must be a whole number (int)
          "epochs" : 3       | "epochs" : 99999999999 | 2 | "epochs": must be a whole number (int), but is 99999999999
          "epochs" : 3       | "epochs" : 0     | 1 | epochs must be 1 or more, but is 0
          "epochs" : 3       | "epochs" : 3, "epochs" : 4 | 2 | Duplicate
          "epochs" : 3,      | ``               | 1 | missing property "epochs"
          1e-3               | "fast"           | 5 | "inner.rate": must be a number
          [1, 5]             | [1, true]        | 7 | "cutoffs[1]": must be a whole number (int), but is true
          ["a", "b"]         | "a"              | 6 | "names": must be a list in brackets, but is "a"
          "epochs" : 3,      | "epochs" : 3     | 3 | expecting comma
          """)
  @DisplayName("names file, line, property, value and what is allowed")
  void mistakes(String part, String mistake, int line, String expected) {
    String text = GOOD.replace(part, mistake);

    JsonException e =
        catchThrowableOfType(
            JsonException.class, () -> Json.parse(text, Config.class, "config.json"));

    assertThat(e)
        .hasMessageContaining(expected)
        .hasMessageStartingWith("config.json, line " + line + ", column ");
    assertThat(e.line()).isEqualTo(line);
    assertThat(e.getMessage()).doesNotContain("io.hardgnn");
  }

  @Test
  @DisplayName("points at the column of the value at fault")
  void column() {
    JsonException e =
        catchThrowableOfType(
            JsonException.class,
            () -> Json.parse(GOOD.replace("1e-3", "[]"), Config.class, "config.json"));
    assertThat(e.getMessage())
        .isEqualTo(
            "config.json, line 5, column 24: \"inner.rate\": must be a number, but is a list");
  }

  @ParameterizedTest
  @CsvSource({"''", "null", "'{} {}'", "'[1'", "'{\"a\": }'", "'   '"})
  @DisplayName("refuses what is no single JSON value")
  void noValue(String text) {
    assertThatThrownBy(() -> Json.parse(text, Map.class, "log"))
        .isInstanceOf(JsonException.class)
        .hasMessageStartingWith("log");
  }

  @Test
  @DisplayName("lays a partial file over defaults, at every depth, and still finds mistakes in it")
  void over() throws IOException {
    Config defaults = Json.parse(GOOD, Config.class, "defaults");
    Path file =
        Files.writeString(
            folder.resolve("part.json"), "{\n \"inner\": {\"rate\": 2},\n \"cutoffs\": [9]\n}");

    Config read = Json.readOver(file, defaults);

    assertThat(read.inner()).isEqualTo(new Inner(2, null));
    assertThat(read.cutoffs()).containsExactly(9);
    assertThat(read.epochs()).isEqualTo(3);
    assertThatThrownBy(() -> Json.parseOver("{\n \"inner\": {\"rat\": 2}}", defaults, "part.json"))
        .isInstanceOf(JsonException.class)
        .hasMessage(
            "part.json, line 2, column 12: unknown property \"inner.rat\"; allowed are note, rate");
    assertThatThrownBy(() -> Json.parseOver("[]", defaults, "part.json"))
        .isInstanceOf(JsonException.class);
  }

  @Test
  @DisplayName("accepts a byte order mark and refuses what is not UTF-8")
  void encoding() throws IOException {
    Path file = Files.writeString(folder.resolve("a.json"), "\uFEFF{\"rate\": 1, \"note\": \"ü\"}");
    assertThat(Json.read(file, Inner.class)).isEqualTo(new Inner(1, "ü"));
    Files.write(file, "{\"rate\": 1, \"note\": \"ü\"}".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Json.read(file, Inner.class))
        .isInstanceOf(JsonException.class)
        .hasMessage(file + ": is not UTF-8 text; save it in that encoding");
  }

  @Test
  @DisplayName("names the file that is not there")
  void missingFile() {
    assertThatThrownBy(() -> Json.read(folder.resolve("no.json"), Config.class))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("no.json: there is no such file");
  }
}
