package io.hardgnn.testkit.golden;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A golden case's parameters under the library's names and layouts; gradients have the same ones.
 * Attention's three projections become one, the recurrent cell's weights are transposed, and each
 * interval's table is a parameter.
 */
public final class GoldenWeights {

  private final Map<String, GoldenTensor> from;
  private final Map<String, GoldenTensor> to = new LinkedHashMap<>();

  private GoldenWeights(Map<String, GoldenTensor> from) {
    this.from = from;
  }

  /** Returns parameters or gradients, by the names in the files, under the library's names. */
  public static Map<String, GoldenTensor> renamed(Map<String, GoldenTensor> tensors) {
    GoldenWeights weights = new GoldenWeights(tensors);
    tensors.keySet().forEach(weights::rename);
    return weights.to;
  }

  private void rename(String name) {
    GoldenTensor tensor = GoldenCase.named(from, name);
    String prefix = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : "";
    String last = name.substring(name.lastIndexOf('.') + 1);
    switch (last) {
      case "user_emb", "item_emb" -> {
        for (int t = 0; t < tensor.shape()[0]; t++) {
          to.put("interval." + t + "." + last + "edding", tensor.row(t));
        }
      }
      case "pos_emb" -> to.put("position_embedding", tensor);
      case "W_ih" -> to.put(module(prefix) + ".input.kernel", transposed(tensor));
      case "W_hh" -> to.put(module(prefix) + ".recurrent.kernel", transposed(tensor));
      case "b_ih" -> to.put(module(prefix) + ".input.bias", tensor);
      case "b_hh" -> to.put(module(prefix) + ".recurrent.bias", tensor);
      case "kernel", "bias" -> to.put(module(prefix) + "." + last, tensor);
      case "g" -> to.put(module(prefix) + ".gain", tensor);
      case "b" -> to.put(module(prefix) + ".bias", tensor);
      case "Wq" -> to.put(attention(prefix) + ".qkv.kernel", joined(prefix + ".W"));
      case "bq" -> to.put(attention(prefix) + ".qkv.bias", joined(prefix + ".b"));
      case "Wk", "Wv", "bk", "bv" -> {} // with the query's
      case "Wo" -> to.put(attention(prefix) + ".output.kernel", tensor);
      case "bo" -> to.put(attention(prefix) + ".output.bias", tensor);
      case "W1", "W2" -> to.put("reliability." + (last.equals("W1") ? 0 : 1) + ".kernel", tensor);
      case "b1", "b2" -> to.put("reliability." + (last.equals("b1") ? 0 : 1) + ".bias", tensor);
      default -> throw new IllegalArgumentException("unknown parameter '" + name + "'");
    }
  }

  private static String module(String prefix) {
    return switch (prefix) {
      case "rnn" -> "recurrence";
      case "rnn_u" -> "user_recurrence";
      case "rnn_i" -> "item_recurrence";
      case "ln_u" -> "user_norm";
      case "ln_i" -> "item_norm";
      case "seq.ln_item" -> "sequence.item_norm";
      case "seq.ln_pos" -> "sequence.position_norm";
      default -> prefix.replaceFirst("^seq\\.", "sequence.").replaceFirst("\\.ln$", ".norm");
    };
  }

  private static String attention(String prefix) {
    return switch (prefix) {
      case "att_u" -> "user_attention";
      case "att_i" -> "item_attention";
      default -> module(prefix) + ".attention";
    };
  }

  /** Puts query, key and value side by side along the last axis. */
  private GoldenTensor joined(String prefix) {
    GoldenTensor[] parts =
        Stream.of("q", "k", "v")
            .map(part -> GoldenCase.named(from, prefix + part))
            .toArray(GoldenTensor[]::new);
    int[] shape = parts[0].shape().clone();
    int width = shape[shape.length - 1];
    shape[shape.length - 1] = 3 * width;
    double[] data = new double[3 * parts[0].data().length];
    for (int row = 0; row < parts[0].data().length / width; row++) {
      for (int part = 0; part < 3; part++) {
        System.arraycopy(parts[part].data(), row * width, data, (row * 3 + part) * width, width);
      }
    }
    return new GoldenTensor(shape, data);
  }

  private static GoldenTensor transposed(GoldenTensor tensor) {
    int rows = tensor.shape()[0];
    int columns = tensor.shape()[1];
    double[] data = new double[rows * columns];
    Arrays.setAll(data, i -> tensor.data()[i % rows * columns + i / rows]);
    return new GoldenTensor(new int[] {columns, rows}, data);
  }
}
