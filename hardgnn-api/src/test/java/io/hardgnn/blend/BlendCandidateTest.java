package io.hardgnn.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is chosen of the combinations of a blend")
class BlendCandidateTest {

  private static final int USERS = 640;

  @Test
  @DisplayName("is the one of best NDCG@10 where users agree on it, however near others are")
  void best() {
    int[] first = ranks(3, 3);
    int[] second = ranks(4, 4); // behind for everybody
    assertThat(chosen(first, second)).isZero();
    assertThat(chosen(second, first)).isEqualTo(1);
    int[] near = ranks(11, 11); // worth nothing among ten, and near
    assertThat(chosen(near, ranks(10, 500))).isEqualTo(1);
  }

  @Test
  @DisplayName("is the nearest of those that a few users more or less would turn round")
  void nearest() {
    int[] lucky = ranks(20, 20);
    int[] near = ranks(11, 11);
    lucky[0] = 10; // two users of 640 are all that speaks for it
    lucky[2] = 10;
    assertThat(chosen(lucky, near)).isZero(); // 1.4 standard errors
    near[1] = 10; // now both have such users
    assertThat(chosen(lucky, near)).isEqualTo(1);
    assertThat(chosen(near, lucky)).isZero();
  }

  @Test
  @DisplayName("may be the less behind in NDCG@10, the more users there are beyond a thousand")
  void manyUsers() {
    int[] best = ranks(20, 20);
    int[] near = ranks(11, 11);
    best[0] = 10;
    best[2] = 10;
    near[1] = 10; // behind by 0.58 standard errors
    assertThat(chosen(1, best, near)).isEqualTo(1);
    assertThat(chosen(1_000, best, near)).isEqualTo(1);
    assertThat(chosen(2_900, best, near)).isEqualTo(1); // 0.587 of the error may be missing
    assertThat(chosen(3_100, best, near)).isZero(); // 0.568 of it
    assertThat(chosen(Long.MAX_VALUE, best, near)).isZero();
  }

  @Test
  @DisplayName("is the first of equal ones")
  void first() {
    int[] ranks = ranks(1, 30);
    assertThat(chosen(ranks, ranks.clone(), ranks.clone())).isZero();
  }

  @Test
  @DisplayName("is known by NDCG@10 of each part of the users, and by ranks up to 100")
  void sums() {
    RankSums sums = new RankSums(2);
    sums.addUsers(4);
    sums.add(0, 0, new int[] {1});
    sums.add(0, 1, new int[] {100});
    sums.add(0, 2, new int[] {101});
    sums.add(0, 65, new int[] {3}); // of the part of user 1; of user 3 nothing is added
    assertThat(sums.ndcg(0)).isCloseTo((1 + 0.5) / 4, within(1e-12));
    assertThat(sums.ndcgOfParts(0)).hasSize(64).startsWith(0.25, 0.125, 0);
    assertThat(sums.nearness(0)).isCloseTo((1 / 11.0 + 1 / 110.0 + 1 / 13.0) / 4, within(1e-12));
    assertThat(sums.ndcg(1)).isZero();
    assertThat(sums.nearness(1)).isZero();

    RankSums twice = new RankSums(2);
    twice.add(sums);
    twice.add(sums);
    assertThat(twice.ndcg(0)).isEqualTo(sums.ndcg(0));
    assertThat(twice.nearness(0)).isEqualTo(sums.nearness(0));
  }

  /** Returns which candidate is chosen by the ranks of 640 users under each. */
  private static int chosen(int[]... ranks) {
    return chosen(USERS, ranks);
  }

  /** Returns which candidate is chosen by ranks that stand for those of so many users. */
  private static int chosen(long users, int[]... ranks) {
    RankSums sums = new RankSums(ranks.length);
    sums.addUsers(USERS);
    List<BlendCandidate> candidates = new ArrayList<>();
    for (int n = 0; n < ranks.length; n++) {
      for (int user = 0; user < USERS; user++) {
        sums.add(n, user, new int[] {ranks[n][user]});
      }
    }
    for (int n = 0; n < ranks.length; n++) {
      candidates.add(
          new BlendCandidate(
              new TransitionWindow(1, 1, 0),
              1,
              new BlendWeights(n, 0.01, 0),
              sums.ndcg(n),
              sums.ndcgOfParts(n),
              sums.nearness(n)));
    }
    return (int) BlendCandidate.choose(candidates, users).weights().transition();
  }

  /** Returns a rank for users of even number and one for the others. */
  private static int[] ranks(int even, int odd) {
    int[] ranks = new int[USERS];
    for (int user = 0; user < USERS; user++) {
      ranks[user] = user % 2 == 0 ? even : odd;
    }
    return ranks;
  }
}
