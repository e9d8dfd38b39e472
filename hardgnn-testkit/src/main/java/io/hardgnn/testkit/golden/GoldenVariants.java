package io.hardgnn.testkit.golden;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Bundled cases with one thing changed to what data sets have at their edges. What must come out is
 * re-computed from the written definitions, without the algebra under test.
 */
public final class GoldenVariants {

  private static final Map<String, Consumer<ObjectNode>> CHANGES = new LinkedHashMap<>();

  static {
    CHANGES.put("an empty history", c -> GoldenEdit.emptyHistory(c, 0));
    CHANGES.put(
        "nothing but empty histories",
        c ->
            IntStream.range(0, GoldenEdit.rows(c)).forEach(row -> GoldenEdit.emptyHistory(c, row)));
    CHANGES.put("one row", c -> GoldenEdit.keepRows(c, 1));
    CHANGES.put(
        "one row of an empty history",
        c -> {
          GoldenEdit.keepRows(c, 1);
          GoldenEdit.emptyHistory(c, 0);
        });
    CHANGES.put(
        "fewer candidates than hard negatives",
        c -> {
          GoldenEdit.set(c, "K", 4);
          GoldenEdit.excludeFrom(c, 0, 2);
          GoldenEdit.excludeFrom(c, 1, 0);
        });
    CHANGES.put("more hard negatives than items", c -> GoldenEdit.set(c, "K", 12));
    CHANGES.put("longer sequences than any history", c -> GoldenEdit.lengthen(c, 3));
    CHANGES.put("an interval without edges", c -> GoldenEdit.clear(c, "edges", 0));
    CHANGES.put(
        "no edges at all",
        c ->
            IntStream.range(0, GoldenEdit.intervals(c))
                .forEach(t -> GoldenEdit.clear(c, "edges", t)));
    CHANGES.put("an interval without pairs", c -> GoldenEdit.clear(c, "ssl", 1));
    CHANGES.put("one interval", c -> GoldenEdit.keepIntervals(c, 1));
    CHANGES.put("no propagation", c -> GoldenEdit.set(c, "L", 0));
    CHANGES.put("three layers of propagation", c -> GoldenEdit.set(c, "L", 3));
    CHANGES.put(
        "no attention over the sequence",
        c -> {
          GoldenEdit.set(c, "La", 0);
          GoldenEdit.dropParams(c, "seq\\.\\d.*");
        });
    CHANGES.put("heads of one dimension", c -> GoldenEdit.set(c, "heads", 4));
    CHANGES.put(
        "no recurrence",
        c -> {
          GoldenEdit.config(c).put("rnn", "none");
          GoldenEdit.dropParams(c, "rnn.*");
        });
    CHANGES.put("repeated pairs and anchors", GoldenEdit::repeatPairsAndAnchors);
    CHANGES.put("a target that is no anchor", c -> list(c, "rec", "pos").set(0, 0));
    for (String weight : new String[] {"beta", "lam", "reg"}) {
      CHANGES.put(weight + " = 0", c -> GoldenEdit.set(c, weight, 0));
    }
    CHANGES.put("a temperature of 0.05", c -> GoldenEdit.config(c).put("tau", 0.05));
    CHANGES.put("no leak", c -> GoldenEdit.config(c).put("leaky", 0.0));
  }

  /**
   * Those in which something is empty, missing or twice, where the operations of engines differ
   * most.
   */
  private static final List<String> HARDEST =
      List.of(
          "nothing but empty histories",
          "fewer candidates than hard negatives",
          "no edges at all",
          "repeated pairs and anchors");

  private GoldenVariants() {}

  private static ArrayNode list(ObjectNode golden, String group, String name) {
    return (ArrayNode) golden.get("inputs").get(group).get(name);
  }

  /** Returns every variant of the small case of each preset, without gradients. */
  public static Stream<GoldenCase> all() {
    return GoldenCases.PRESETS.stream()
        .flatMap(preset -> CHANGES.keySet().stream().map(change -> variant(preset + "_B", change)));
  }

  /**
   * Returns every variant of the small case of one preset, the next preset for each: for engines
   * that build slowly.
   */
  public static Stream<GoldenCase> rotating() {
    List<String> changes = List.copyOf(CHANGES.keySet());
    int presets = GoldenCases.PRESETS.size();
    return IntStream.range(0, changes.size())
        .mapToObj(i -> variant(GoldenCases.PRESETS.get(i % presets) + "_B", changes.get(i)));
  }

  /**
   * Returns a few variants in which engines most easily differ, each of another preset, without
   * gradients.
   */
  public static Stream<GoldenCase> hardest() {
    return IntStream.range(0, HARDEST.size())
        .mapToObj(i -> variant(GoldenCases.PRESETS.get(i) + "_B", HARDEST.get(i)));
  }

  /** Returns one variant. */
  static GoldenCase variant(String bundled, String change) {
    ObjectNode json = GoldenEdit.read(bundled);
    GoldenCase.named(CHANGES, change).accept(json);
    return GoldenRecomputation.of(GoldenEdit.golden(bundled + " with " + change, json));
  }
}
