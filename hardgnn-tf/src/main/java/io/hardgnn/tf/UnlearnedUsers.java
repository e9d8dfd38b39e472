package io.hardgnn.tf;

import io.hardgnn.encoder.UnknownUser;
import java.util.function.IntPredicate;

/**
 * Users that nothing was learned of: what stands for an unknown user takes the place of the numbers
 * that their rows began with.
 */
final class UnlearnedUsers {

  private UnlearnedUsers() {}

  /**
   * Replaces their rows in a table of all users.
   *
   * @param table {@code [users, d]}
   * @param users how many there are
   */
  static void replace(float[] table, int users, IntPredicate learned, UnknownUser by) {
    int d = table.length / users;
    double[] sum = new double[d];
    int seen = 0;
    for (int user = 0; user < users; user++) {
      if (learned.test(user)) {
        seen++;
        for (int i = 0; i < d; i++) {
          sum[i] += table[user * d + i];
        }
      }
    }
    float[] row = new float[d];
    if (by == UnknownUser.MEAN && seen > 0) {
      for (int i = 0; i < d; i++) {
        row[i] = (float) (sum[i] / seen);
      }
    }
    for (int user = 0; user < users; user++) {
      if (!learned.test(user)) {
        System.arraycopy(row, 0, table, user * d, d);
      }
    }
  }
}
