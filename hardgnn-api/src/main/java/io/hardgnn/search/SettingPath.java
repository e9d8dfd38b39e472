package io.hardgnn.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hardgnn.error.Excerpt;
import io.hardgnn.io.Json;
import io.hardgnn.settings.Part;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The place of a setting in a configuration, named as in the messages about settings:
 * {@code training.adam.learningRate}, {@code objective.main.negatives}, and for a further loss by
 * its kind {@code objective.info_nce.weight}, {@code objective.info_nce.hardNegatives}.
 */
final class SettingPath {

  private SettingPath() {}

  /**
   * Sets a value.
   *
   * @throws IllegalArgumentException if there is no such setting
   */
  static void put(JsonNode config, String path, Object value) {
    owner(config, path).set(last(path), Json.tree(value));
  }

  /**
   * Returns a value.
   *
   * @throws IllegalArgumentException if there is no such setting
   */
  static JsonNode get(JsonNode config, String path) {
    return owner(config, path).get(last(path));
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  private static ObjectNode owner(JsonNode config, String path) {
    String[] names = path.split("\\.", -1);
    JsonNode owner = config;
    for (int i = 0; i < names.length - 1; i++) {
      owner = child(owner, names[i], names[i + 1], path);
    }
    String last = names[names.length - 1];
    if (!(owner instanceof ObjectNode object) || !owner.has(last)) {
      throw missing(path, last, owner);
    }
    return object;
  }

  private static JsonNode child(JsonNode owner, String name, String next, String path) {
    if (owner.has(name)) {
      return owner.get(name);
    }
    JsonNode term = term(owner, name);
    if (term == null) {
      throw missing(path, name, owner);
    }
    return term.has(next) ? term : term.get("loss");
  }

  private static @Nullable JsonNode term(JsonNode objective, String kind) {
    for (JsonNode term : objective.path("others")) {
      if (term.path("loss").path(Part.KIND).asText().equals(kind)) {
        return term;
      }
    }
    return null;
  }

  private static IllegalArgumentException missing(String path, String name, JsonNode owner) {
    List<String> known = new ArrayList<>();
    owner.fieldNames().forEachRemaining(known::add);
    owner.path("others").forEach(term -> known.add(term.path("loss").path(Part.KIND).asText()));
    known.removeAll(List.of(Part.KIND, "others"));
    return new IllegalArgumentException(
        "there is no setting '"
            + Excerpt.of(path)
            + "': '"
            + Excerpt.of(name)
            + "' is none of "
            + String.join(", ", known));
  }
}
