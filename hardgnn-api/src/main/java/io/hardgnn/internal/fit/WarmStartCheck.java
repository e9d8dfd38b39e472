package io.hardgnn.internal.fit;

import com.fasterxml.jackson.databind.JsonNode;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.error.Excerpt;
import io.hardgnn.internal.store.StoredModel;
import io.hardgnn.io.Json;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.ParameterRole;
import io.hardgnn.settings.InvalidConfigException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Whether settings describe the network of a model that a run is to start from. */
final class WarmStartCheck {

  private static final String SOURCE = "startFrom";

  /** Settings of encoders that make another network of parameters of the same shapes. */
  private static final Set<String> OTHER_NETWORK =
      Set.of(
          "layers",
          "graphLayers",
          "intervals",
          "intervalScheme",
          "normalization",
          "leakySlope",
          "norm",
          "heads",
          "weights",
          "mode",
          "readout",
          "activation");

  private WarmStartCheck() {}

  /**
   * Compares kinds, the size of embeddings, the network's parameters by name and shape, and what
   * is computed of them.
   *
   * @throws InvalidConfigException if something differs; names all of it
   */
  static void check(StoredModel from, HardGNNConfig config, DeclaredParameters declared) {
    HardGNNConfig old = from.contents().config();
    List<String> found = new ArrayList<>();
    differ(found, "encoder.kind", config.encoder().kind(), old.encoder().kind());
    differ(found, "scoring.kind", config.scoring().kind(), old.scoring().kind());
    differ(
        found,
        "encoder.embeddingDim",
        config.encoder().embeddingDim(),
        old.encoder().embeddingDim());
    if (found.isEmpty()) {
      parameters(found, from, declared);
      // Of parameters that differ any setting may be the reason.
      Predicate<String> wanted = found.isEmpty() ? OTHER_NETWORK::contains : name -> true;
      JsonNode settings = Json.tree(config.encoder());
      compare(found, "encoder", settings, Json.tree(old.encoder()), wanted);
      JsonNode scoring = Json.tree(config.scoring());
      compare(found, "scoring", scoring, Json.tree(old.scoring()), "scaleByRootDim"::equals);
    }
    if (!found.isEmpty()) {
      throw new InvalidConfigException(SOURCE, found);
    }
  }

  private static void differ(List<String> found, String place, Object value, Object old) {
    if (!value.equals(old)) {
      found.add(
          place
              + " is "
              + value
              + ", that of the model to start from "
              + old
              + "; use that, or train without startFrom");
    }
  }

  private static void parameters(
      List<String> found, StoredModel from, DeclaredParameters declared) {
    Map<String, HostTensor> old = from.contents().trained().parameters();
    for (String name : declared.network()) {
      @Nullable HostTensor given = old.get(name);
      if (given == null) {
        found.add("the model to start from has no parameter '" + Excerpt.of(name) + "'");
      } else if (!fits(declared, name, given)) {
        found.add(
            "the parameter '"
                + Excerpt.of(name)
                + "' has the shape "
                + Arrays.toString(declared.dims(name))
                + ", in the model to start from "
                + Arrays.toString(given.dims()));
      }
    }
    for (String name : DeclaredParameters.of(from.definition()).network()) {
      if (!declared.network().contains(name)) {
        found.add(
            "the parameter '" + Excerpt.of(name) + "' of the model to start from has no place");
      }
    }
  }

  /** Returns whether the shapes are the same, but for the number of users or items. */
  static boolean fits(DeclaredParameters declared, String name, HostTensor old) {
    int[] dims = declared.dims(name);
    ParameterRole role = declared.role(name);
    boolean byId =
        role == ParameterRole.ITEM_TABLE
            || role == ParameterRole.ITEM_BIAS
            || role == ParameterRole.USER_TABLE;
    int first = byId ? 1 : 0;
    return dims.length == old.dims().length
        && Arrays.equals(dims, first, dims.length, old.dims(), first, dims.length);
  }

  /** Adds the settings of wanted names that differ. */
  private static void compare(
      List<String> found, String place, JsonNode node, JsonNode old, Predicate<String> wanted) {
    if (node.isObject() && old.isObject()) {
      for (Map.Entry<String, JsonNode> child : node.properties()) {
        String name = child.getKey();
        compare(found, place + "." + name, child.getValue(), old.path(name), wanted);
      }
    } else if (!node.equals(old) && wanted.test(place.substring(place.lastIndexOf('.') + 1))) {
      differ(found, place, Excerpt.of(node.toString()), Excerpt.of(old.toString()));
    }
  }
}
