package io.hardgnn.testkit.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a golden case says must come out.
 *
 * @param tensors by name: {@code e_user}, {@code e_item}, {@code h_user}, {@code h_item},
 *     {@code bar_user}, {@code bar_item}, {@code tilde_user}, {@code scores_all}, {@code s_pos},
 *     {@code s_neg}
 * @param sslWeight {@code [T][2n]} weight of each self-augmented pair
 * @param minedItems {@code [B][K]} hardest items, hardest first; -1 where there are too few
 * @param minedSims {@code [B][K]} their cosine similarities
 * @param loss the unweighted terms {@code L_rec}, {@code L_sal}, {@code L_reg}, {@code L_nce} and
 *     the total {@code L}
 * @param grads derivative of the total by every parameter
 */
@SuppressWarnings("ArrayRecordComponent") // a test value, never compared by equals
public record GoldenExpected(
    Map<String, GoldenTensor> tensors,
    List<GoldenTensor> sslWeight,
    int[][] minedItems,
    double[][] minedSims,
    Map<String, Double> loss,
    Map<String, GoldenTensor> grads) {

  static GoldenExpected read(JsonNode node) {
    Map<String, GoldenTensor> tensors = new LinkedHashMap<>();
    node.fields()
        .forEachRemaining(
            field -> {
              if (field.getValue().has("shape")) {
                tensors.put(field.getKey(), GoldenTensor.read(field.getValue()));
              }
            });
    List<GoldenTensor> weights = new ArrayList<>();
    node.path("ssl_weight").forEach(weight -> weights.add(GoldenTensor.read(weight)));
    List<double[]> sims = new ArrayList<>();
    node.path("mined_sims").forEach(row -> sims.add(GoldenTensor.doubles(row)));
    Map<String, Double> loss = new LinkedHashMap<>();
    node.path("loss")
        .fields()
        .forEachRemaining(term -> loss.put(term.getKey(), number(term.getValue())));
    return new GoldenExpected(
        tensors,
        List.copyOf(weights),
        GoldenInputs.lists(node.path("mined_items")),
        sims.toArray(double[][]::new),
        loss,
        GoldenCase.tensors(node.path("grads")));
  }

  /** A term that is not finite is null in the file. */
  private static double number(JsonNode value) {
    return value.isNumber() ? value.doubleValue() : Double.NaN;
  }

  /** Returns a tensor by name; fails where there is none. */
  public GoldenTensor tensor(String name) {
    return GoldenCase.named(tensors, name);
  }

  /** Returns a loss term by name; fails where there is none. */
  public double loss(String name) {
    return GoldenCase.named(loss, name);
  }
}
