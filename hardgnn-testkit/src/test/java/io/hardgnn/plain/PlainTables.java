package io.hardgnn.plain;

import static io.hardgnn.plain.Plain.dot;
import static io.hardgnn.plain.Plain.softplus;

import io.hardgnn.step.StepInputs;
import java.util.stream.IntStream;

/**
 * A vector of each user and item as they are scored, of models of users without order.
 *
 * @param users {@code [users][d]}
 * @param items {@code [items][d]}
 */
public record PlainTables(double[][] users, double[][] items) {

  /** Compares the vectors of a step. */
  public void assertForward(PlainStep step) {
    step.assertUserVectors(
        IntStream.of(step.usersOfQueries()).mapToObj(user -> users[user]).toArray(double[][]::new));
    step.assertItems(items);
  }

  /**
   * Compares the losses of a step: BPR of the scores, and half the squares of what each pair
   * touches of the tables that are learned, and of no other parameter.
   */
  public void assertPairLosses(PlainStep step) {
    double[][] userTable = step.matrix("user_embedding");
    double[][] itemTable = step.matrix("item_embedding");
    int[] targets = step.indices(StepInputs.TARGETS);
    int[] negatives = step.indices(StepInputs.PAIR_NEGATIVES);
    int[] queries = step.indices(StepInputs.PAIR_QUERIES);
    double ranking = 0;
    double squares = 0;
    for (int pair = 0; pair < queries.length; pair++) {
      int user = step.usersOfQueries()[queries[pair]];
      int positive = step.item(targets[queries[pair]]);
      int negative = step.item(negatives[pair]);
      double margin = dot(users[user], items[positive]) - dot(users[user], items[negative]);
      ranking += softplus(-margin) / queries.length;
      squares += dot(userTable[user], userTable[user]) / 2 / queries.length;
      squares += dot(itemTable[positive], itemTable[positive]) / 2 / queries.length;
      squares += dot(itemTable[negative], itemTable[negative]) / 2 / queries.length;
    }
    step.assertTerm("bpr", ranking);
    step.assertTerm("batch_l2", squares);
  }
}
