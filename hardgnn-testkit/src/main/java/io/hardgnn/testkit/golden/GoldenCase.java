package io.hardgnn.testkit.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One exact case: a small data set, weights, a batch, and what must come out of it. The schema is
 * described beside the files, in the README of the resource folder
 * {@code io/hardgnn/testkit/golden}.
 *
 * @param name name of the file without its ending, which is the display name of tests
 * @param config the settings, by their names in the file
 * @param inputs what is fed
 * @param params initial weights by name
 * @param expected what must come out
 */
public record GoldenCase(
    String name,
    JsonNode config,
    GoldenInputs inputs,
    Map<String, GoldenTensor> params,
    GoldenExpected expected) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads a case.
   *
   * @param name display name
   * @param json the file's content
   * @throws IOException if the content is no JSON
   * @throws IllegalArgumentException if the content is no golden case; the message names the case
   */
  static GoldenCase read(String name, byte[] json) throws IOException {
    JsonNode root = JSON.readTree(json);
    try {
      for (String part : new String[] {"config", "inputs", "params", "expected"}) {
        if (!root.path(part).isObject()) {
          throw new IllegalArgumentException("'" + part + "' is missing");
        }
      }
      return new GoldenCase(
          name,
          root.get("config"),
          GoldenInputs.read(root.get("inputs")),
          tensors(root.get("params")),
          GoldenExpected.read(root.get("expected")));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("golden case " + name + ": " + e.getMessage(), e);
    }
  }

  static Map<String, GoldenTensor> tensors(JsonNode node) {
    Map<String, GoldenTensor> tensors = new LinkedHashMap<>();
    node.fields()
        .forEachRemaining(
            field -> tensors.put(field.getKey(), GoldenTensor.read(field.getValue())));
    return tensors;
  }

  static <T> T named(Map<String, T> values, String name) {
    @Nullable T value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no '" + name + "' among " + values.keySet());
    }
    return value;
  }

  /** Returns a weight by name; fails where there is none. */
  public GoldenTensor param(String name) {
    return named(params, name);
  }

  /** Returns an integer setting; fails where there is none. */
  public int integer(String setting) {
    return (int) number(setting);
  }

  /** Returns a numeric setting; fails where there is none. */
  public double number(String setting) {
    JsonNode value = setting(setting);
    if (!value.isNumber()) {
      throw new IllegalArgumentException(
          "setting '" + setting + "' of " + name + " is no number: " + value);
    }
    return value.doubleValue();
  }

  /** Returns a textual setting; fails where there is none. */
  public String text(String setting) {
    return setting(setting).asText();
  }

  /** Returns a switch; fails where there is none. */
  public boolean flag(String setting) {
    return setting(setting).asBoolean();
  }

  private JsonNode setting(String setting) {
    JsonNode value = config.path(setting);
    if (value.isMissingNode() || value.isNull()) {
      throw new IllegalArgumentException("no setting '" + setting + "' in " + name);
    }
    return value;
  }

  /** Returns the name of the file, for the display names of tests. */
  @Override
  public String toString() {
    return name + ".json";
  }
}
