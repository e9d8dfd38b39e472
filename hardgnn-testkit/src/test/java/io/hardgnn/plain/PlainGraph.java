package io.hardgnn.plain;

import static io.hardgnn.plain.Plain.add;
import static io.hardgnn.plain.Plain.times;

import io.hardgnn.data.Sequences;
import io.hardgnn.engine.TinyStep;
import java.util.Arrays;

/**
 * The training edges of {@link TinyStep#dataset}, each weighed by
 * {@code 1 / sqrt(degree(user) degree(item))}.
 */
public final class PlainGraph {

  private final boolean[][] edges;

  private PlainGraph(boolean[][] edges) {
    this.edges = edges;
  }

  /** Returns the graph of all training interactions. */
  public static PlainGraph whole() {
    Sequences training = TinyStep.dataset().training().sequences();
    boolean[][] edges = new boolean[training.userCount()][training.itemCount()];
    for (int user = 0; user < edges.length; user++) {
      for (int item : training.itemsOf(user)) {
        edges[user][item] = true;
      }
    }
    return new PlainGraph(edges);
  }

  /** Returns what each user gets of its items. */
  public double[][] usersFromItems(double[][] items) {
    double[][] users = new double[edges.length][items[0].length];
    for (int user = 0; user < users.length; user++) {
      for (int item = 0; item < items.length; item++) {
        users[user] = add(users[user], times(items[item], weight(user, item)));
      }
    }
    return users;
  }

  /** Returns what each item gets of its users. */
  public double[][] itemsFromUsers(double[][] users) {
    double[][] items = new double[edges[0].length][users[0].length];
    for (int item = 0; item < items.length; item++) {
      for (int user = 0; user < users.length; user++) {
        items[item] = add(items[item], times(users[user], weight(user, item)));
      }
    }
    return items;
  }

  private double weight(int user, int item) {
    if (!edges[user][item]) {
      return 0;
    }
    long ofItem = Arrays.stream(edges).filter(row -> row[item]).count();
    long ofUser = 0;
    for (boolean edge : edges[user]) {
      ofUser += edge ? 1 : 0;
    }
    return 1 / Math.sqrt((double) ofUser * ofItem);
  }
}
