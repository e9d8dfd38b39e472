package io.hardgnn.tf;

import io.hardgnn.data.Sequences;
import io.hardgnn.encoder.UnknownUser;

/**
 * Users that a dataset keeps though they have no training interactions: nothing was learned for
 * their rows, so what stands for an unknown user takes the place of the numbers they began with.
 */
final class UnseenUsers {

  private UnseenUsers() {}

  /**
   * Replaces their rows in a table of all users.
   *
   * @param table {@code [users, d]}
   */
  static void replace(float[] table, Sequences training, UnknownUser by) {
    int d = table.length / training.userCount();
    double[] sum = new double[d];
    int seen = 0;
    for (int user = 0; user < training.userCount(); user++) {
      if (training.length(user) > 0) {
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
    for (int user = 0; user < training.userCount(); user++) {
      if (training.length(user) == 0) {
        System.arraycopy(row, 0, table, user * d, d);
      }
    }
  }
}
