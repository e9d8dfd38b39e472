package io.hardgnn.examples.tutorial;

import io.hardgnn.ItemFilter;
import io.hardgnn.Recommendation;
import io.hardgnn.onnx.OnnxRecommender;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Step 2, in the application: opened once, shared by all threads, closed at the end. */
public final class ShopRecommendations implements AutoCloseable {

  private final OnnxRecommender recommender;

  /** Opens a bundle. */
  public ShopRecommendations(Path bundle) {
    recommender = OnnxRecommender.open(bundle);
  }

  /**
   * Recommends to a customer, known or new.
   *
   * @param customer an id, which the model need not know
   * @param sinceExport what the customer did after the bundle was made, oldest first
   * @param inStock what can be bought now, as {@code ItemFilter.unseen().only(ids)}: made when the
   *     stock changes, not for each request
   */
  public List<Recommendation> recommend(
      String customer, List<String> sinceExport, ItemFilter inStock, int n) {
    List<String> history = new ArrayList<>();
    if (recommender.users().contains(customer)) {
      history.addAll(recommender.history(customer));
    }
    history.addAll(sinceExport);
    return recommender.recommendFor(history, n, inStock);
  }

  /** What to show beside an item; nothing for an item that is newer than the model. */
  public List<Recommendation> similar(String item, int n) {
    return recommender.items().contains(item) ? recommender.similarItems(item, n) : List.of();
  }

  @Override
  public void close() {
    recommender.close();
  }
}
