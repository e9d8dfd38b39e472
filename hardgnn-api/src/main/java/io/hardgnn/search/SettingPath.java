package io.hardgnn.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hardgnn.error.Excerpt;
import io.hardgnn.io.Json;
import io.hardgnn.settings.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The place of a setting in a configuration, named as in the messages about settings:
 * {@code training.adam.learningRate}, {@code objective.main.negatives}, and for a further loss by
 * its kind {@code objective.info_nce.weight}, {@code objective.info_nce.hardNegatives}.
 */
final class SettingPath {

  private static final String OTHERS = "others";
  private static final String LOSS = "loss";

  private SettingPath() {}

  /**
   * Sets values by the names that their settings have before any of them is set: of losses by kind,
   * which a value may change.
   *
   * @throws IllegalArgumentException if there is no such setting
   */
  static void putAll(JsonNode config, Map<String, Object> values) {
    List<ObjectNode> owners = values.keySet().stream().map(path -> owner(config, path)).toList();
    int n = 0;
    for (Map.Entry<String, Object> value : values.entrySet()) {
      owners.get(n++).set(last(value.getKey()), Json.tree(value.getValue()));
    }
  }

  /**
   * Returns a value.
   *
   * @throws IllegalArgumentException if there is no such setting
   */
  static JsonNode get(JsonNode config, String path) {
    return owner(config, path).get(last(path));
  }

  /**
   * Returns the place of a setting, the same for all names of it: those of objects, from the outside
   * to the inside, and numbers of elements.
   *
   * @throws IllegalArgumentException if there is no such setting
   */
  static List<String> place(JsonNode config, String path) {
    List<String> place = new ArrayList<>();
    owner(config, path, place);
    place.add(last(path));
    return place;
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  private static ObjectNode owner(JsonNode config, String path) {
    return owner(config, path, new ArrayList<>());
  }

  private static ObjectNode owner(JsonNode config, String path, List<String> place) {
    String[] names = path.split("\\.", -1);
    JsonNode owner = config;
    for (int i = 0; i < names.length - 1; i++) {
      owner = child(owner, names[i], names[i + 1], path, place);
    }
    String last = names[names.length - 1];
    if (!(owner instanceof ObjectNode object) || !owner.has(last)) {
      throw kinds(owner).contains(last)
          ? new IllegalArgumentException(
              "'"
                  + Excerpt.of(path)
                  + "' is a loss, which no search replaces; name one of its settings, such as "
                  + Excerpt.of(path)
                  + ".weight")
          : missing(path, last, owner);
    }
    return object;
  }

  private static JsonNode child(
      JsonNode owner, String name, String next, String path, List<String> place) {
    if (owner.has(name)) {
      place.add(name);
      return owner.get(name);
    }
    JsonNode others = owner.path(OTHERS);
    for (int n = 0; n < others.size(); n++) {
      JsonNode term = others.get(n);
      if (term.path(LOSS).path(Part.KIND).asText().equals(name)) {
        place.addAll(List.of(OTHERS, Integer.toString(n)));
        boolean within = next.equals(LOSS) && term.path(LOSS).has(LOSS); // that of hard pairs
        if (term.has(next) && !within) {
          return term;
        }
        place.add(LOSS);
        return term.get(LOSS);
      }
    }
    throw missing(path, name, owner);
  }

  /** Returns the kinds of the further losses. */
  private static List<String> kinds(JsonNode owner) {
    List<String> kinds = new ArrayList<>();
    owner.path(OTHERS).forEach(term -> kinds.add(term.path(LOSS).path(Part.KIND).asText()));
    return kinds;
  }

  private static IllegalArgumentException missing(String path, String name, JsonNode owner) {
    List<String> known = new ArrayList<>();
    owner.fieldNames().forEachRemaining(known::add);
    known.addAll(kinds(owner));
    known.removeAll(List.of(Part.KIND, OTHERS));
    return new IllegalArgumentException(
        "there is no setting '"
            + Excerpt.of(path)
            + "': '"
            + Excerpt.of(name)
            + "' is none of "
            + String.join(", ", known));
  }
}
