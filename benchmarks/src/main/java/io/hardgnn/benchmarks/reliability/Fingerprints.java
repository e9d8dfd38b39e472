package io.hardgnn.benchmarks.reliability;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.hardgnn.HardGNNModel;
import io.hardgnn.Recommendation;
import io.hardgnn.io.TensorSet;
import io.hardgnn.onnx.OnnxRecommender;
import io.hardgnn.ops.HostTensor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sums over everything that a reader uses of a model or a bundle. */
final class Fingerprints {

  private static final int N = 10;

  private Fingerprints() {}

  /** The bits of all parameters and tables. */
  static String of(HardGNNModel model) {
    Map<String, HostTensor> all = new TreeMap<>(model.parameters().parameters());
    all.put("item table", model.parameters().itemTable());
    Hasher hasher = Hashing.sha256().newHasher();
    all.forEach(
        (name, tensor) -> {
          hasher.putString(name, StandardCharsets.UTF_8);
          floats(hasher, tensor.floats());
        });
    return hasher.hash().toString();
  }

  /** The bits of all tensors of floats. */
  static String of(TensorSet tensors) {
    Hasher hasher = Hashing.sha256().newHasher();
    new TreeMap<>(tensors.tensors())
        .forEach(
            (name, tensor) -> {
              hasher.putString(name, StandardCharsets.UTF_8);
              floats(hasher, tensor.floats());
            });
    return hasher.hash().toString();
  }

  /**
   * The answers to requests that need every file: for known users, for histories, for items, and
   * embeddings.
   */
  static String of(OnnxRecommender recommender) {
    Hasher hasher = Hashing.sha256().newHasher();
    List<String> items = recommender.items().ids();
    for (String user : recommender.users().ids().subList(0, 4)) {
      answer(hasher, recommender.recommend(user, N));
      recommender.userEmbedding(user).ifPresent(vector -> floats(hasher, vector));
      recommender
          .history(user)
          .items()
          .forEach(item -> hasher.putString(item, StandardCharsets.UTF_8));
    }
    answer(hasher, recommender.recommendFor(items.subList(0, 3), N));
    floats(hasher, recommender.embed(items.subList(3, 5)));
    answer(hasher, recommender.similarItems(items.get(5), N));
    recommender.itemEmbedding(items.get(6)).ifPresent(vector -> floats(hasher, vector));
    return hasher.hash().toString();
  }

  private static void answer(Hasher hasher, List<Recommendation> answer) {
    for (Recommendation one : answer) {
      hasher.putString(one.item(), StandardCharsets.UTF_8).putFloat((float) one.score());
    }
  }

  private static void floats(Hasher hasher, float[] values) {
    for (float value : values) {
      hasher.putFloat(value);
    }
  }
}
