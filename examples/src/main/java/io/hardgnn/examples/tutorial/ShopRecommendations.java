package io.hardgnn.examples.tutorial;

import io.hardgnn.ItemFilter;
import io.hardgnn.Recommendation;
import io.hardgnn.onnx.OnnxRecommender;
import java.nio.file.Path;
import java.util.List;

/** Step 2, in the application: opened once, shared by all threads, closed at the end. */
public final class ShopRecommendations implements AutoCloseable {

  private final OnnxRecommender recommender;

  /** Opens a bundle. */
  public ShopRecommendations(Path bundle) {
    recommender = OnnxRecommender.open(bundle);
  }

  /**
   * Recommends to a customer, known to the model or not.
   *
   * @param history all that the customer did until now, from your own records, oldest first
   * @param inStock what can be bought now, as {@code ItemFilter.unseen().only(ids)}: made when the
   *     stock changes, not for each request
   */
  public List<Recommendation> recommend(List<String> history, ItemFilter inStock, int n) {
    return recommender.recommendFor(history, n, inStock);
  }

  /** What to show beside an item; nothing for one that the model does not know. */
  public List<Recommendation> similar(String item, int n) {
    return recommender.items().contains(item) ? recommender.similarItems(item, n) : List.of();
  }

  @Override
  public void close() {
    recommender.close();
  }
}
