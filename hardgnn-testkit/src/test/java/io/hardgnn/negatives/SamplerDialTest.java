package io.hardgnn.negatives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.data.Dataset;
import io.hardgnn.data.Sequences;
import io.hardgnn.data.TrainingData;
import io.hardgnn.data.prepare.TestData;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.seed.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The samplers of hard negatives")
class SamplerDialTest {

  private static final int ITEMS = 30;
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final Pool BATCH = new Pool.Batch(ITEMS / 2);
  private static final Pool CATALOGUE = new Pool.Catalogue();
  private static final Pool PROPOSED = new Pool.Proposed();
  private static final Hardest HARDEST = new Hardest();

  private final Dataset dataset = TestData.markov(7, 40, ITEMS, 12);
  private final TrainingData data = dataset.training();

  static Stream<Sampler> samplers() {
    return Stream.of(
        new Hardest(),
        new Hardest(Hardest.By.COSINE),
        new Uniform(),
        new Dns(2, 6),
        new Dns(1, 0),
        new Dns(3, 5, Hardest.By.COSINE),
        new PositiveAware(),
        new PositiveAware(new Dns(1, 8), 0.1, Hardest.By.COSINE),
        new Adaptive(),
        new Adaptive(0.5, 0.3, -1.5, Hardest.By.SCORE),
        new Mixed(),
        new Mixed(new PositiveAware(), 0.3),
        new Curriculum(),
        new Curriculum(new Adaptive(), 0.2, 0.8, 4),
        new Curriculum(new Hardest(), 0.8, 0.2, 4));
  }

  /** Each sampler with each pool that goes with it. */
  static Stream<Arguments> pools() {
    return samplers()
        .flatMap(
            sampler ->
                Stream.of(BATCH, CATALOGUE, PROPOSED)
                    .filter(pool -> pool != PROPOSED || !drawsAtRandom(sampler))
                    .map(pool -> Arguments.of(sampler, pool)));
  }

  private static boolean drawsAtRandom(Sampler sampler) {
    return sampler.needs().contains(Sampler.Need.RANDOM_ORDER);
  }

  private PlainChoice choice(Sampler sampler, int count, Pool pool, long seed) {
    return new PlainChoice(data, sampler, count, pool, 2, seed);
  }

  private List<List<Integer>> items(Sampler sampler, int count, Pool pool, long seed) {
    return choice(sampler, count, pool, seed).items();
  }

  private static List<Set<Integer>> sets(List<List<Integer>> lists) {
    return lists.stream().<Set<Integer>>map(TreeSet::new).toList();
  }

  private Set<Integer> known(int user) {
    Sequences sequences = data.sequences();
    Set<Integer> known = new TreeSet<>();
    for (int p = sequences.start(user); p < sequences.end(user); p++) {
      known.add(sequences.item(p));
    }
    return known;
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("pools")
  @DisplayName("never choose a training item of the user, nor more items than they are asked for")
  void neverATrainingItem(Sampler sampler, Pool pool, @Seed long seed) {
    for (int count : new int[] {1, 4}) { // of one there are fewer proposals than items
      PlainChoice choice = choice(sampler, count, pool, seed);
      List<List<Integer>> items = choice.items();
      assertThat(items).hasSize(choice.sequences().length);
      for (int query = 0; query < items.size(); query++) {
        int user = choice.users[choice.sequences()[query]];
        assertThat(items.get(query))
            .as("query %d", query)
            .hasSizeLessThanOrEqualTo(count)
            .doesNotContain(-1)
            .doesNotContainAnyElementsOf(known(user));
      }
      assertThat(items).as("chose something").anyMatch(of -> !of.isEmpty());
    }
  }

  @Test
  @DisplayName("leave training items out, but for 'random', which has all that the batch shares")
  void random(@Seed long seed) {
    PlainChoice choice = choice(new WholePool(), ITEMS / 2, BATCH, seed);
    assertThat(choice.items()).containsExactly(choice.shared());
    assertThat(Arrays.stream(choice.users).boxed())
        .as("users with training items among them")
        .anyMatch(user -> choice.shared().stream().anyMatch(known(user)::contains));
  }

  static Stream<Sampler> samplersThatLeaveNothingOut() {
    return Stream.of(
        new Hardest(),
        new Uniform(),
        new Dns(1, 0),
        new Dns(1, 10 * ITEMS),
        new PositiveAware(new Hardest(), INFINITY),
        new Adaptive(),
        new Mixed(new Hardest(), 0),
        new Curriculum(new Adaptive(), 1, 1, 1),
        new Curriculum(new Hardest(), 0, 0, 1));
  }

  @ParameterizedTest
  @MethodSource("samplersThatLeaveNothingOut")
  @DisplayName("choose validation and test items like all others that the user does not know")
  void heldOutLikeAnyOther(Sampler sampler, @Seed long seed) {
    int heldOut = 0;
    for (long draw = seed; draw < seed + 10; draw++) { // some batch has users with a test item
      PlainChoice choice = choice(sampler, data.itemCount(), CATALOGUE, draw);
      List<List<Integer>> items = choice.items();
      for (int row = 0; row < items.size(); row++) {
        int user = choice.users[row];
        Set<Integer> unknown = new TreeSet<>(IntStream.range(0, data.itemCount()).boxed().toList());
        unknown.removeAll(known(user));
        assertThat(new TreeSet<>(items.get(row))).as("row %d", row).isEqualTo(unknown);
        heldOut += unknown.contains(dataset.test().target(user)) ? 1 : 0;
      }
    }
    assertThat(heldOut).as("test items among the negatives").isPositive();
  }

  @Test
  @DisplayName("draw uniformly where nothing is hard: held-out items as often as others")
  void uniform() {
    int user = 3;
    Set<Integer> known = known(user);
    int[] chosen = new int[data.itemCount()];
    int draws = 0;
    for (long seed = 1; seed <= 150; seed++) {
      PlainChoice choice = choice(new Uniform(), 5, CATALOGUE, seed);
      List<List<Integer>> items = choice.items();
      for (int row = 0; row < items.size(); row++) {
        if (choice.users[row] == user) {
          items.get(row).forEach(item -> chosen[item]++);
          draws++;
        }
      }
    }
    double share = 5.0 / (data.itemCount() - known.size());
    double deviation = Math.sqrt(draws * share * (1 - share));
    assertThat(draws).isGreaterThan(20);
    for (int item = 0; item < chosen.length; item++) {
      double expected = known.contains(item) ? 0 : draws * share;
      assertThat((double) chosen[item])
          .as("item %d of %d draws", item, draws)
          .isCloseTo(expected, within(4.5 * deviation));
    }
  }

  @Test
  @DisplayName("DNS(1, all) is the exact top K")
  void dnsOfAll(@Seed long seed) {
    for (Pool pool : List.of(BATCH, CATALOGUE)) {
      List<List<Integer>> hardest = items(HARDEST, 4, pool, seed);
      assertThat(items(new Dns(1, 0), 4, pool, seed)).isEqualTo(hardest);
      assertThat(sets(items(new Dns(1, ITEMS * 3), 4, pool, seed))).isEqualTo(sets(hardest));
      List<List<Integer>> byCosine = items(new Hardest(Hardest.By.COSINE), 4, pool, seed);
      assertThat(items(new Dns(1, 0, Hardest.By.COSINE), 4, pool, seed)).isEqualTo(byCosine);
    }
  }

  @Test
  @DisplayName("DNS(M, M) is uniform, and DNS in between lies in between")
  void dnsOfSome(@Seed long seed) {
    for (Pool pool : List.of(BATCH, CATALOGUE)) {
      List<Set<Integer>> uniform = sets(items(new Uniform(), 3, pool, seed));
      assertThat(sets(items(new Dns(7, 7), 3, pool, seed))).isEqualTo(uniform);
      assertThat(sets(items(new Dns(1, 7), 3, pool, seed))).isNotEqualTo(uniform);
      assertThat(sets(items(new Dns(1, 7), 3, pool, seed)))
          .isNotEqualTo(sets(items(HARDEST, 3, pool, seed)));
    }
  }

  @Test
  @DisplayName("a gate at infinity is off, one far below shuts out everything")
  void gate(@Seed long seed) {
    for (Sampler inner : List.of(HARDEST, new Dns(2, 6), new Adaptive())) {
      for (Pool pool : List.of(BATCH, CATALOGUE)) {
        assertThat(items(new PositiveAware(inner, INFINITY), 4, pool, seed))
            .isEqualTo(items(inner, 4, pool, seed));
        assertThat(items(new PositiveAware(inner, -1e9), 4, pool, seed)).allMatch(List::isEmpty);
      }
    }
  }

  @Test
  @DisplayName("a gate lets through what scores at most the positive and the margin")
  void gateInBetween(@Seed long seed) {
    // All that are let through, in order of hardness, are a tail of all in that order.
    List<List<Integer>> all = items(HARDEST, data.itemCount(), CATALOGUE, seed);
    List<List<Integer>> some =
        items(new PositiveAware(HARDEST, 0), data.itemCount(), CATALOGUE, seed);
    List<List<Integer>> more =
        items(new PositiveAware(HARDEST, 0.4), data.itemCount(), CATALOGUE, seed);
    for (int row = 0; row < all.size(); row++) {
      List<Integer> ofRow = all.get(row);
      assertThat(some.get(row)).isEqualTo(tail(ofRow, some.get(row).size()));
      assertThat(more.get(row)).isEqualTo(tail(ofRow, more.get(row).size()));
      assertThat(more.get(row)).containsAll(some.get(row));
    }
    assertThat(some).isNotEqualTo(all);
  }

  private static List<Integer> tail(List<Integer> list, int size) {
    return list.subList(list.size() - size, list.size());
  }

  @Test
  @DisplayName("adaptive ones with p of -1 and a large beta are the hardest")
  void adaptive(@Seed long seed) {
    for (Pool pool : List.of(BATCH, CATALOGUE)) {
      assertThat(items(new Adaptive(1, 5, -1), 4, pool, seed))
          .isEqualTo(items(new Hardest(Hardest.By.COSINE), 4, pool, seed));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-2, -3, -5, -10})
  @DisplayName("adaptive ones of a positive that scores nothing are the hardest, whatever p")
  void adaptiveOfNothing(double p, @Seed long seed) {
    for (Pool pool : List.of(BATCH, CATALOGUE)) {
      assertThat(items(new Adaptive(-100, 0.1, p, Hardest.By.SCORE), 4, pool, seed))
          .isEqualTo(items(HARDEST, 4, pool, seed));
    }
  }

  @Test
  @DisplayName("a mixture and a curriculum at their ends are one sampler or the other")
  void mixtures(@Seed long seed) {
    for (Pool pool : List.of(BATCH, CATALOGUE)) {
      List<List<Integer>> hard = items(HARDEST, 4, pool, seed);
      assertThat(items(new Mixed(HARDEST, 0), 4, pool, seed)).isEqualTo(hard);
      assertThat(items(new Mixed(HARDEST, 1), 4, pool, seed))
          .isEqualTo(items(new Uniform(), 4, pool, seed));
      assertThat(items(new Curriculum(HARDEST, 1, 1, 5), 4, pool, seed)).isEqualTo(hard);
      List<List<Integer>> easy = items(new Curriculum(HARDEST, 0, 0, 5), 4, pool, seed);
      List<List<Integer>> half = items(new Mixed(HARDEST, 0.5), 4, pool, seed);
      for (int query = 0; query < hard.size(); query++) {
        assertThat(half.get(query))
            .isEqualTo(
                Stream.concat(hard.get(query).stream().limit(2), easy.get(query).stream().limit(2))
                    .toList());
      }
    }
  }

  @Test
  @DisplayName("a curriculum gets harder epoch by epoch, up to the sampler that it leads to")
  void curriculum(@Seed long seed) {
    Sampler ramp = new Curriculum(HARDEST, 0, 1, 4);
    for (int epoch = 0; epoch <= 6; epoch++) {
      PlainChoice now = new PlainChoice(data, ramp, 4, CATALOGUE, epoch, seed);
      List<List<Integer>> items = now.items();
      List<List<Integer>> hard = new PlainChoice(data, HARDEST, 4, CATALOGUE, epoch, seed).items();
      List<List<Integer>> easy =
          new PlainChoice(data, new Curriculum(HARDEST, 0, 0, 1), 4, CATALOGUE, epoch, seed)
              .items();
      int share = Math.min(epoch, 4);
      for (int row = 0; row < items.size(); row++) {
        List<Integer> expected = new ArrayList<>(hard.get(row).subList(0, share));
        expected.addAll(easy.get(row).subList(share, 4));
        assertThat(items.get(row)).as("epoch %d", epoch).isEqualTo(expected);
      }
    }
  }

  /** Looks at positives without saying so. */
  private record Secretive() implements Sampler {
    @Override
    public String kind() {
      return "secretive";
    }

    @Override
    public Chosen choose(Ops ops, Candidates candidates, int count) {
      Expr positives = candidates.positiveScores(ops);
      return new Chosen(candidates.vectors(ops, null), positives);
    }
  }

  @Test
  @DisplayName("that look at what they did not ask for are told so")
  void needs() {
    for (Pool pool : List.of(BATCH, CATALOGUE, PROPOSED)) {
      assertThatThrownBy(() -> items(new Secretive(), 4, pool, 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("sampler secretive uses what its needs() lack: POSITIVE");
    }
  }
}
