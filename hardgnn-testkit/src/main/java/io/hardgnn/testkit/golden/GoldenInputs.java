package io.hardgnn.testkit.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a golden case feeds to the model and its losses.
 *
 * @param history {@code [users][*]} items of each user, oldest first
 * @param edges user-item edges of each of the {@code T} intervals
 * @param batchUsers {@code [B]}
 * @param targets {@code [B]} next item of each batch user
 * @param sequence {@code [B, M]} items, left-padded with 0
 * @param mask {@code [B, M]}, 1 = real position
 * @param rec pairs of the recommendation loss
 * @param nce anchors of the contrastive loss
 * @param ssl user-item pairs of the self-augmented loss in each interval; element k goes with
 *     element k + n
 * @param mineExclude {@code [B][*]} items that mining leaves out
 */
@SuppressWarnings("ArrayRecordComponent") // a test value, never compared by equals
public record GoldenInputs(
    int[][] history,
    List<Pairs> edges,
    int[] batchUsers,
    int[] targets,
    GoldenTensor sequence,
    GoldenTensor mask,
    Recommendation rec,
    Contrast nce,
    List<Pairs> ssl,
    int[][] mineExclude) {

  /**
   * Parallel lists of users and items.
   *
   * @param user users
   * @param item items
   */
  public record Pairs(int[] user, int[] item) {
    static Pairs read(JsonNode node) {
      return new Pairs(ints(node, "user"), ints(node, "item"));
    }
  }

  /**
   * Parallel lists.
   *
   * @param row index into the batch
   * @param user the row's user
   * @param pos positive item
   * @param neg negative item
   */
  public record Recommendation(int[] row, int[] user, int[] pos, int[] neg) {}

  /**
   * Anchors of the contrastive loss.
   *
   * @param row index into the batch
   * @param pos positive item
   * @param sharedNeg negatives of every anchor, or null where each anchor has its own mined ones
   */
  public record Contrast(int[] row, int[] pos, int @Nullable [] sharedNeg) {}

  static GoldenInputs read(JsonNode node) {
    JsonNode rec = node.path("rec");
    JsonNode nce = node.path("nce");
    return new GoldenInputs(
        lists(node.path("history")),
        pairs(node.path("edges")),
        ints(node, "batch_users"),
        ints(node, "targets"),
        GoldenTensor.read(node.path("sequence")),
        GoldenTensor.read(node.path("mask")),
        new Recommendation(ints(rec, "row"), ints(rec, "user"), ints(rec, "pos"), ints(rec, "neg")),
        new Contrast(
            ints(nce, "row"),
            ints(nce, "pos"),
            nce.path("shared_neg").isArray() ? ints(nce, "shared_neg") : null),
        pairs(node.path("ssl")),
        lists(node.path("mine_exclude")));
  }

  private static int[] ints(JsonNode node, String field) {
    if (!node.path(field).isArray()) {
      throw new IllegalArgumentException("list '" + field + "' is missing");
    }
    return GoldenTensor.ints(node.get(field));
  }

  static int[][] lists(JsonNode node) {
    List<int[]> lists = new ArrayList<>();
    node.forEach(list -> lists.add(GoldenTensor.ints(list)));
    return lists.toArray(int[][]::new);
  }

  private static List<Pairs> pairs(JsonNode node) {
    List<Pairs> pairs = new ArrayList<>();
    node.forEach(one -> pairs.add(Pairs.read(one)));
    return List.copyOf(pairs);
  }
}
