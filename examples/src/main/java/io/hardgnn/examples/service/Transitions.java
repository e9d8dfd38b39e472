package io.hardgnn.examples.service;

import io.hardgnn.blend.Blend;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.io.Json;
import io.hardgnn.io.JsonException;
import io.hardgnn.transitions.RecencyWeights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the counted transitions of a bundle say of one history: which of its items leads to an item
 * most. Read from the bundle's files, so only the rows of the newest items are looked at.
 */
final class Transitions {

  /** By the item that is led to: what each item of the history adds, the newest first. */
  private final Map<Integer, Map<String, Double>> leading = new HashMap<>();

  private final Vocabulary items;

  /**
   * An item of a history that leads to another.
   *
   * @param item the item of the history
   * @param share how much of all that leads there from the history comes from it, above 0 to 1
   */
  record Strongest(String item, double share) {}

  private Transitions(Vocabulary items) {
    this.items = items;
  }

  /**
   * Reads what a history leads to; nothing where the bundle has no counted transitions, or is gone.
   *
   * @param version the folder of the bundle's version
   * @param history oldest first, as the model sees it
   */
  static Transitions of(Path version, Vocabulary items, List<String> history) throws IOException {
    Transitions transitions = new Transitions(items);
    try (FileChannel places = FileChannel.open(version.resolve("transition_items.i32"));
        FileChannel weights = FileChannel.open(version.resolve("transition_weights.f32"))) {
      String blend = Files.readString(version.resolve("blend.json"));
      RecencyWeights recency = Json.parse(blend, Blend.class, "blend.json").recency();
      transitions.add(places, weights, recency, history.stream().filter(items::contains).toList());
    } catch (NoSuchFileException | JsonException none) {
      // A bundle without them, of another build, or one that a newer has taken the place of.
    }
    return transitions;
  }

  private void add(
      FileChannel places, FileChannel weights, RecencyWeights recency, List<String> history)
      throws IOException {
    int row = Math.toIntExact(places.size() / items.size());
    for (int age = 0; age < Math.min(recency.count(), history.size()); age++) {
      String from = history.get(history.size() - 1 - age);
      ByteBuffer to = read(places, (long) row * items.indexOf(from), row);
      ByteBuffer weight = read(weights, (long) row * items.indexOf(from), row);
      while (to.hasRemaining()) {
        int item = to.getInt();
        double adds = recency.weight(age) * weight.getFloat();
        if (adds > 0) { // places without a transition have a weight of 0
          leading
              .computeIfAbsent(item, any -> new LinkedHashMap<>())
              .merge(from, adds, Double::sum);
        }
      }
    }
  }

  private static ByteBuffer read(FileChannel file, long place, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, place + buffer.position()) < 0) {
        throw new IOException("a table of transitions is shorter than its items");
      }
    }
    return buffer.flip();
  }

  /** Returns the item of the history that leads to an item most; the newest of equal ones. */
  Optional<Strongest> to(String item) {
    Map<String, Double> from = leading.getOrDefault(items.indexOf(item), Map.of());
    double all = from.values().stream().mapToDouble(Double::doubleValue).sum();
    return from.entrySet().stream()
        .reduce((most, next) -> next.getValue() > most.getValue() ? next : most)
        .map(most -> new Strongest(most.getKey(), most.getValue() / all));
  }
}
