package io.hardgnn.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hardgnn.encoder.EncoderConfig;
import io.hardgnn.engine.TrainingConfig;
import io.hardgnn.io.Json;
import io.hardgnn.loss.Loss;
import io.hardgnn.negatives.Pool;
import io.hardgnn.negatives.Sampler;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.settings.InvalidConfigException;
import io.hardgnn.settings.Part;
import io.hardgnn.settings.Parts;
import io.hardgnn.step.Targets;
import io.hardgnn.transitions.TransitionCounter;
import java.util.List;
import java.util.Map;

/**
 * Reads settings that hold {@linkplain Part parts}, which are told apart by their {@code kind}.
 *
 * <p>Settings may be given in part, laid over others: an object without a kind, or of the kind that
 * is there, changes what it names; one of another kind takes its place, with that kind's defaults
 * for what it leaves out.
 */
public final class PartsJson {

  /** Sorts of parts by the property that holds one. */
  private static final Map<String, Class<? extends Part>> SORTS =
      Map.of(
          "encoder", EncoderConfig.class,
          "scoring", Scoring.class,
          "targets", Targets.class,
          "main", Loss.class,
          "loss", Loss.class,
          "sampler", Sampler.class,
          "pool", Pool.class);

  private final String source;
  private final List<Part> own;

  /**
   * Creates a reader.
   *
   * @param source where the settings come from, for messages
   * @param own parts of the application that {@link java.util.ServiceLoader} does not find
   */
  public PartsJson(String source, List<Part> own) {
    this.source = source;
    this.own = List.copyOf(own);
  }

  /**
   * Reads settings that are all given.
   *
   * @throws io.hardgnn.io.JsonException if it is not JSON of this shape
   * @throws InvalidConfigException if the settings are in the form of an earlier version
   */
  public <T> T read(String text, Class<T> type) {
    JsonNode tree = Json.tree(text, source);
    refuseEarlierForm(tree);
    return completeBlend(tree)
        ? Json.fromTree(tree, text, type, source, attributes())
        : Json.parse(text, type, source, attributes());
  }

  /**
   * Reads settings from a tree that a program made.
   *
   * @throws io.hardgnn.io.JsonException if the tree is not of this shape
   * @throws InvalidConfigException if the settings are in the form of an earlier version
   */
  <T> T read(JsonNode tree, Class<T> type) {
    JsonNode settings = tree.deepCopy();
    refuseEarlierForm(settings);
    completeBlend(settings);
    return Json.fromTree(settings, type, source, attributes());
  }

  /**
   * Reads settings that a file holds as one of its properties; messages name the file's lines.
   *
   * @param text the file
   * @param settings the property's value, as far as it is not of an earlier build
   * @param type has the property alone
   */
  <T> T readWithin(String text, String property, JsonNode settings, Class<T> type) {
    refuseEarlierForm(settings);
    completeBlend(settings);
    JsonNode file = JsonNodeFactory.instance.objectNode().set(property, settings);
    return Json.fromTree(file, text, type, source, attributes());
  }

  /**
   * Reads settings that are given in part, laid over others.
   *
   * @throws io.hardgnn.io.JsonException if it is not JSON of this shape
   * @throws InvalidConfigException if the settings are in the form of an earlier version
   */
  public <T> T readOver(String text, T defaults, Class<T> type) {
    JsonNode given = Json.tree(text, source);
    refuseEarlierForm(given);
    completeBlend(given);
    if (!(given instanceof ObjectNode object)
        || !(Json.tree(defaults) instanceof ObjectNode base)) {
      return Json.parse(text, type, source, attributes()); // which says what is wrong
    }
    keepBatchSize(object);
    lay(object, base);
    return Json.fromTree(base, text, type, source, attributes());
  }

  private Map<Object, Object> attributes() {
    return own.isEmpty() ? Map.of() : Map.of(Part.class, own);
  }

  private void refuseEarlierForm(JsonNode tree) {
    if (tree.has("model") && !tree.has("encoder")) {
      throw new InvalidConfigException(
          source,
          List.of(
              "the settings are in the form of an earlier version, with \"model\" in place of \"encoder\" and \"scoring\"; write"
                  + " them anew by the table in UPGRADING.md, and train a saved model again"));
    }
  }

  /**
   * Gives the blend's one age decay of an earlier version its place in the list of today's, and
   * windows of one what they counted with. Returns whether there was such a thing.
   */
  private static boolean completeBlend(JsonNode tree) {
    if (!(tree.get("blend") instanceof ObjectNode blend)) {
      return false;
    }
    boolean earlier = blend.has("ageDecay") && !blend.has("ageDecays");
    if (earlier) {
      blend.putArray("ageDecays").add(blend.remove("ageDecay"));
    }
    for (JsonNode window : blend.path("windows")) {
      if (window instanceof ObjectNode one) {
        earlier |= completed(one, "outExponent", TransitionCounter.defaults().outExponent());
        earlier |= completed(one, "inExponent", TransitionCounter.defaults().inExponent());
        earlier |= completed(one, "ridge", 0);
      }
    }
    return earlier;
  }

  private static boolean completed(ObjectNode window, String setting, double value) {
    boolean earlier = !window.has(setting);
    if (earlier) {
      window.put(setting, value);
    }
    return earlier;
  }

  /** Has steps as large as they are given, as {@link TrainingConfig#batchSize(int)} does. */
  private static void keepBatchSize(ObjectNode tree) {
    if (tree.get("training") instanceof ObjectNode training
        && training.has("batchSize")
        && !training.has("minSteps")) {
      training.put("minSteps", 0);
    }
  }

  private void lay(ObjectNode given, ObjectNode base) {
    for (Map.Entry<String, JsonNode> property : given.properties()) {
      String name = property.getKey();
      JsonNode value = property.getValue();
      if (value instanceof ObjectNode object) {
        base.set(name, laid(name, object, base.get(name)));
      } else if (value instanceof ArrayNode list) {
        base.set(name, completed(list, base));
      } else {
        base.set(name, value);
      }
    }
  }

  private ObjectNode laid(String name, ObjectNode given, JsonNode old) {
    boolean otherKind =
        given.has(Part.KIND) && (old == null || !given.get(Part.KIND).equals(old.get(Part.KIND)));
    JsonNode base = otherKind ? defaults(name, given.get(Part.KIND).asText()) : old;
    ObjectNode into = base instanceof ObjectNode object ? object : given.objectNode();
    lay(given, into);
    return into;
  }

  private ArrayNode completed(ArrayNode list, ObjectNode maker) {
    ArrayNode all = maker.arrayNode();
    for (JsonNode element : list) {
      if (element instanceof ObjectNode object) {
        ObjectNode into = maker.objectNode();
        lay(object, into);
        all.add(into);
      } else {
        all.add(element);
      }
    }
    return all;
  }

  /**
   * Returns the defaults of a kind, or an object without anything where there is no such kind,
   * which is refused later.
   */
  private JsonNode defaults(String name, String kind) {
    Class<? extends Part> sort = SORTS.get(name);
    Part part = sort == null ? null : Parts.of(sort, own).get(kind);
    return Json.tree(part == null ? Map.of() : part);
  }
}
