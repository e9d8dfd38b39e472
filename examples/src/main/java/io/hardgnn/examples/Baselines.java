package io.hardgnn.examples;

import io.hardgnn.baseline.ItemKnnRecommender;
import io.hardgnn.baseline.LinearNextItemRecommender;
import io.hardgnn.baseline.PopularityRecommender;
import io.hardgnn.baseline.TransitionRecommender;
import io.hardgnn.data.Dataset;
import io.hardgnn.evaluation.EvaluationReport;
import io.hardgnn.evaluation.EvaluationResult;
import io.hardgnn.evaluation.Evaluator;
import org.jspecify.annotations.Nullable;

/**
 * The recommenders that a trained model has to beat, on the same test items.
 *
 * @param popularity the most popular items for everybody
 * @param itemKnn item-based nearest neighbours of the whole history, as in the textbook
 * @param itemKnnRecent the same of the last interactions, harder to beat where order tells
 *     something
 * @param transitions which item follows which, the hardest to beat on most data
 * @param linear the linear model of the next item, or null where there are too many items for it
 */
record Baselines(
    EvaluationResult popularity,
    EvaluationResult itemKnn,
    EvaluationResult itemKnnRecent,
    EvaluationResult transitions,
    @Nullable EvaluationResult linear) {

  /** The linear model takes a time that grows with the third power of the items. */
  private static final int LINEAR_ITEMS = 4000;

  /**
   * Evaluates all of them, in full ranking and with sampled negatives, as
   * {@code HardGNNModel.evaluate} does.
   */
  static Baselines evaluate(Dataset dataset) {
    Evaluator evaluator = Evaluator.builder().neverSample(dataset.all()).build();
    return new Baselines(
        evaluator.evaluate(PopularityRecommender.train(dataset.training()), dataset.test()),
        evaluator.evaluate(ItemKnnRecommender.train(dataset.training()), dataset.test()),
        evaluator.evaluate(ItemKnnRecommender.recent(dataset.training()), dataset.test()),
        evaluator.evaluate(TransitionRecommender.train(dataset.training()), dataset.test()),
        dataset.items().size() > LINEAR_ITEMS
            ? null
            : evaluator.evaluate(
                LinearNextItemRecommender.train(dataset.training()), dataset.test()));
  }

  /** Returns a table of a model beside these, one for each protocol. */
  EvaluationReport beside(String name, EvaluationResult model) {
    EvaluationReport.Builder table = EvaluationReport.builder().add(name, model);
    if (linear != null) {
      table.add("linear model", linear);
    }
    return table
        .add("transitions", transitions)
        .add("item-kNN, last 5 items", itemKnnRecent)
        .add("item-kNN", itemKnn)
        .add("popularity", popularity)
        .build();
  }
}
