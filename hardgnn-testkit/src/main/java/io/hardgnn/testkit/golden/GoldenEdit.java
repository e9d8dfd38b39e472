package io.hardgnn.testkit.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Changes to the content of a golden file; what it expects is dropped. */
final class GoldenEdit {

  private static final ObjectMapper JSON = new ObjectMapper();

  private GoldenEdit() {}

  static ObjectNode read(String bundled) {
    String file = bundled + ".json";
    try (InputStream in = Objects.requireNonNull(GoldenEdit.class.getResourceAsStream(file))) {
      ObjectNode golden = (ObjectNode) JSON.readTree(in);
      golden.putObject("expected");
      return golden;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static GoldenCase golden(String name, ObjectNode json) {
    try {
      return GoldenCase.read(name, JSON.writeValueAsBytes(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode config(ObjectNode golden) {
    return (ObjectNode) golden.get("config");
  }

  static void set(ObjectNode golden, String setting, int value) {
    config(golden).put(setting, value);
  }

  static int rows(ObjectNode golden) {
    return golden.get("inputs").get("targets").size();
  }

  static int intervals(ObjectNode golden) {
    return golden.get("config").get("T").intValue();
  }

  static void emptyHistory(ObjectNode golden, int row) {
    int length = golden.get("config").get("M").intValue();
    for (int m = 0; m < length; m++) {
      data(golden.get("inputs").get("sequence")).set(row * length + m, 0);
      data(golden.get("inputs").get("mask")).set(row * length + m, 0);
    }
  }

  /** Keeps the first rows of the batch. */
  static void keepRows(ObjectNode golden, int count) {
    JsonNode in = golden.get("inputs");
    for (String list : new String[] {"batch_users", "targets", "mine_exclude"}) {
      keep((ArrayNode) in.get(list), count);
    }
    keepOutermost(in.get("sequence"), count);
    keepOutermost(in.get("mask"), count);
    for (String group : new String[] {"rec", "nce"}) {
      for (int k = in.get(group).get("row").size() - 1; k >= 0; k--) {
        if (in.get(group).get("row").get(k).intValue() >= count) {
          for (String list : new String[] {"row", "user", "pos", "neg"}) {
            if (in.get(group).has(list)) {
              ((ArrayNode) in.get(group).get(list)).remove(k);
            }
          }
        }
      }
    }
  }

  static void keepIntervals(ObjectNode golden, int count) {
    set(golden, "T", count);
    keep((ArrayNode) golden.get("inputs").get("edges"), count);
    keep((ArrayNode) golden.get("inputs").get("ssl"), count);
    keepOutermost(golden.get("params").get("user_emb"), count);
    keepOutermost(golden.get("params").get("item_emb"), count);
  }

  /** Leaves out of mining every item from one on. */
  static void excludeFrom(ObjectNode golden, int row, int item) {
    ArrayNode excluded =
        ((ArrayNode) golden.get("inputs").get("mine_exclude").get(row)).removeAll();
    for (int i = item; i < golden.get("config").get("V").intValue(); i++) {
      excluded.add(i);
    }
  }

  /** Puts unused columns before every sequence. */
  static void lengthen(ObjectNode golden, int columns) {
    int length = golden.get("config").get("M").intValue();
    int d = golden.get("config").get("d").intValue();
    set(golden, "M", length + columns);
    for (String name : new String[] {"sequence", "mask"}) {
      JsonNode tensor = golden.get("inputs").get(name);
      for (int row = rows(golden) - 1; row >= 0; row--) {
        for (int m = 0; m < columns; m++) {
          data(tensor).insert(row * length, 0);
        }
      }
      shape(tensor).set(1, length + columns);
    }
    JsonNode positions = golden.get("params").get("pos_emb");
    for (int i = 0; i < columns * d; i++) {
      data(positions).insert(0, 0.25 * Math.sin(i + 1));
    }
    shape(positions).set(0, length + columns);
  }

  /** Removes the elements of the parallel lists of an interval. */
  static void clear(ObjectNode golden, String group, int interval) {
    JsonNode lists = golden.get("inputs").get(group).get(interval);
    ((ArrayNode) lists.get("user")).removeAll();
    ((ArrayNode) lists.get("item")).removeAll();
  }

  static void dropParams(ObjectNode golden, String pattern) {
    List<String> names = new ArrayList<>();
    golden.get("params").fieldNames().forEachRemaining(names::add);
    names.removeIf(name -> !name.matches(pattern));
    ((ObjectNode) golden.get("params")).remove(names);
  }

  /** Lists the first pair twice more and the first anchor once more. */
  static void repeatPairsAndAnchors(ObjectNode golden) {
    JsonNode rec = golden.get("inputs").get("rec");
    for (String list : new String[] {"row", "user", "pos", "neg"}) {
      ArrayNode values = (ArrayNode) rec.get(list);
      values.add(values.get(0)).insert(0, values.get(0));
    }
    for (String list : new String[] {"row", "pos"}) {
      ArrayNode values = (ArrayNode) golden.get("inputs").get("nce").get(list);
      values.add(values.get(0));
    }
  }

  private static ArrayNode data(JsonNode tensor) {
    return (ArrayNode) tensor.get("data");
  }

  private static ArrayNode shape(JsonNode tensor) {
    return (ArrayNode) tensor.get("shape");
  }

  private static void keepOutermost(JsonNode tensor, int count) {
    keep(data(tensor), data(tensor).size() / shape(tensor).get(0).intValue() * count);
    shape(tensor).set(0, count);
  }

  private static void keep(ArrayNode list, int count) {
    while (list.size() > count) {
      list.remove(list.size() - 1);
    }
  }
}
