package io.hardgnn.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.hardgnn.FitOptions;
import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.TinyData;
import io.hardgnn.blend.Blend;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.data.Dataset;
import io.hardgnn.encoder.mf.MatrixFactorization;
import io.hardgnn.evaluation.Evaluator;
import io.hardgnn.evaluation.Protocol;
import io.hardgnn.loss.BayesianPersonalizedRanking;
import io.hardgnn.loss.BinaryCrossEntropy;
import io.hardgnn.loss.DebiasedInfoNce;
import io.hardgnn.loss.HardPairs;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.SampledSoftmax;
import io.hardgnn.loss.Term;
import io.hardgnn.negatives.Candidates;
import io.hardgnn.negatives.Chosen;
import io.hardgnn.negatives.Hardest;
import io.hardgnn.negatives.Mixed;
import io.hardgnn.negatives.Sampler;
import io.hardgnn.negatives.Uniform;
import io.hardgnn.ops.Ops;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A search of settings")
class HyperParameterSearchTest {

  private static final Dataset DATASET = TinyData.dataset();

  @TempDir Path folder;

  @Test
  @DisplayName("takes another range of a setting in place of the one before")
  void otherRange() {
    HyperParameterSearch search = grid().over("encoder.embeddingDim", Range.of(2));
    assertThat(run(search).trials()).hasSize(2);
  }

  private final CountingEngine engine = new CountingEngine();
  private final FitOptions options = FitOptions.defaults().engine(engine);

  static HardGNNConfig base() {
    return TinyData.quick()
        .loss(new SampledSoftmax(20))
        .hardNegatives(10)
        .build()
        .config()
        .blended(Blend.off());
  }

  private static HyperParameterSearch grid() {
    return HyperParameterSearch.of(base())
        .over("encoder.embeddingDim", Range.of(4, 8, 16))
        .over("objective.info_nce.weight", Range.of(0.1, 0.5));
  }

  private SearchResult run(HyperParameterSearch search) {
    return search.run(DATASET, folder.resolve("search"), options);
  }

  @Test
  @DisplayName("of a grid tries every combination once and returns the settings of the best")
  void ofAGrid() {
    SearchResult result = run(grid());
    assertThat(result.trials()).hasSize(6);
    assertThat(engine.jobs)
        .extracting(job -> job.definition().embeddingDim())
        .containsExactly(4, 4, 8, 8, 16, 16);
    assertThat(result.trials())
        .isSortedAccordingTo((a, b) -> Double.compare(b.validation(), a.validation()));
    Trial best = result.trials().get(0);
    assertThat(best.validation()).isGreaterThan(result.trials().get(5).validation());
    assertThat(best.settings().keySet())
        .containsExactly("encoder.embeddingDim", "objective.info_nce.weight");
    assertThat(result.best().encoder().embeddingDim())
        .isEqualTo(best.settings().get("encoder.embeddingDim"));
    assertThat(result.best().objective().find(InfoNce.class).orElseThrow().weight())
        .isEqualTo(best.settings().get("objective.info_nce.weight"));
    assertThat(result.best().training()).isEqualTo(base().training());
    assertThat(result.toTable().lines()).hasSize(8);
    assertThat(result.toTable()).contains("| encoder.embeddingDim | objective.info_nce.weight |");
  }

  @Test
  @DisplayName("sees nothing of the test items, and trains with the same seed everywhere")
  void onValidationOnly() {
    Dataset withoutTest = WithoutTest.of(DATASET);
    SearchResult result = grid().run(withoutTest, folder.resolve("search"), options);
    assertThat(result.trials()).hasSize(6);
    assertThat(engine.jobs).allMatch(job -> job.config().seed() == base().training().seed());
  }

  @Test
  @DisplayName("that was cut off goes on where it was and ends with the same result")
  void restarts() {
    SearchResult whole = grid().run(DATASET, folder.resolve("whole"), options);
    engine.jobs.clear();
    engine.stopAt = 4;
    assertThatThrownBy(() -> run(grid())).hasMessage("a power cut");
    assertThat(engine.jobs).hasSize(4);
    engine.stopAt = Integer.MAX_VALUE;
    SearchResult resumed = run(grid());
    assertThat(engine.jobs).as("four before, two after").hasSize(6);
    assertThat(withoutTimes(resumed)).isEqualTo(withoutTimes(whole));
    assertThat(resumed.best()).isEqualTo(whole.best());
    assertThat(withoutTimes(run(grid()))).isEqualTo(withoutTimes(whole));
    assertThat(engine.jobs).as("nothing left to train").hasSize(6);
  }

  @Test
  @DisplayName("that the application stops ends without a trial, and goes on when run again")
  void stops() {
    int[] asked = {0};
    FitOptions stopped = options.stopWhen(() -> ++asked[0] == 3);
    assertThatThrownBy(() -> grid().run(DATASET, folder.resolve("search"), stopped))
        .isInstanceOf(SearchException.class)
        .hasMessage("stopped in trial 3 of 6; run it again to go on");
    SearchResult resumed = run(grid());
    assertThat(engine.jobs).as("three before, the third again").hasSize(3 + 4);
    assertThat(resumed.trials()).hasSize(6);
  }

  @Test
  @DisplayName("compares trials with the counts that they add, chosen or given")
  void withCounts() {
    HardGNNConfig counting = base().blended(Blend.chosen().transitionWeights(4.0));
    HyperParameterSearch search =
        HyperParameterSearch.of(counting)
            .over(
                "blend.windows",
                Range.of(List.of(Map.of("steps", 1, "stepDecay", 1.0, "backwardWeight", 0.0))))
            .over("blend.ageDecays", Range.of(List.of(0.5)))
            .over("blend.epsilons", Range.of(List.of(0.01)))
            .over("blend.popularityWeights", Range.of(List.of(0.0)))
            .over("blend.transitionWeights", Range.of(List.of(0.0), List.of(8.0)));
    SearchResult result = run(search);
    assertThat(result.best().blend().transitionWeights()).containsExactly(8.0);
    Evaluator evaluator = Evaluator.builder().protocols(Protocol.fullRanking()).build();
    try (HardGNNModel model = HardGNN.builder(result.best()).build().fit(DATASET, options)) {
      assertThat(result.trials().get(0).validation())
          .isEqualTo(model.evaluate(DATASET.validation(), evaluator).full().ndcg(10))
          .isGreaterThan(result.trials().get(1).validation() + 0.1);
    }
  }

  static List<Trial> withoutTimes(SearchResult result) {
    return result.trials().stream()
        .map(
            t ->
                new Trial(
                    t.number(),
                    t.settings(),
                    t.epochs(),
                    t.bestEpoch(),
                    t.validation(),
                    0,
                    t.failure()))
        .toList();
  }

  @Test
  @DisplayName("at random has the same trials for the same seed, within the ranges")
  void atRandom() {
    HyperParameterSearch search =
        HyperParameterSearch.of(base())
            .over("encoder.embeddingDim", Range.whole(1, 6))
            .over("encoder.dropout", Range.between(0.1, 0.3))
            .over("training.adam.learningRate", Range.logBetween(1e-4, 1e-2))
            .over("objective.main.negatives", Range.of(20, 25));
    HyperParameterSearch heads =
        search.over("encoder.attention.heads", Range.of(1)).by(Strategy.random(5, 3));
    SearchResult one = heads.run(DATASET, folder.resolve("one"), options);
    SearchResult two = heads.run(DATASET, folder.resolve("two"), options);
    SearchResult other =
        heads.by(Strategy.random(5, 4)).run(DATASET, folder.resolve("three"), options);
    assertThat(withoutTimes(two)).isEqualTo(withoutTimes(one));
    assertThat(withoutTimes(other)).isNotEqualTo(withoutTimes(one));
    assertThat(one.trials())
        .hasSize(5)
        .allSatisfy(
            trial -> {
              Map<String, Object> settings = trial.settings();
              assertThat((Integer) settings.get("encoder.embeddingDim")).isBetween(1, 6);
              assertThat((Double) settings.get("encoder.dropout")).isBetween(0.1, 0.3);
              assertThat((Double) settings.get("training.adam.learningRate")).isBetween(1e-4, 1e-2);
            });
  }

  @Test
  @DisplayName("may try its own settings first, beyond the ranges and as one of the trials")
  void ownFirst() {
    HardGNNConfig own = base().trained(t -> t.adam(adam -> adam.learningRate(0.5)));
    HyperParameterSearch search =
        HyperParameterSearch.of(own)
            .over("encoder.embeddingDim", Range.of(4, 6, 8))
            .over("training.adam.learningRate", Range.logBetween(1e-4, 1e-2));
    SearchResult drawn = run(search.by(Strategy.random(3, 3)).ownFirst());
    assertThat(drawn.trials()).hasSize(3);
    assertThat(engine.jobs.get(0).config().adam()).isEqualTo(own.training().adam());
    assertThat(engine.jobs.subList(1, 3))
        .allSatisfy(job -> assertThat(job.config().adam().learningRate()).isLessThan(0.02));
  }

  @Test
  @DisplayName("tries its own settings first in a grid, once")
  void ownFirstOfGrid() {
    HyperParameterSearch search = HyperParameterSearch.of(base()).ownFirst();
    int dim = base().encoder().embeddingDim();
    run(search.over("encoder.embeddingDim", Range.of(dim + 2, dim)));
    assertThat(engine.jobs)
        .extracting(job -> job.definition().embeddingDim())
        .containsExactly(dim, dim + 2);
  }

  @Test
  @DisplayName("goes by the names that losses have in its own settings, whatever they become")
  void namesBefore() {
    InfoNce own = new InfoNce().hardNegatives(3);
    HyperParameterSearch search =
        HyperParameterSearch.of(base())
            .over("objective.info_nce.loss", Range.of(own, new DebiasedInfoNce()))
            .over("objective.info_nce.weight", Range.of(.05, .1));
    assertThat(run(search).trials()).hasSize(4);
    assertThat(engine.jobs)
        .extracting(job -> job.definition().objective().others().get(0))
        .extracting(Term::loss, Term::weight)
        .containsExactly(
            tuple(own, .05),
            tuple(own, .1),
            tuple(new DebiasedInfoNce(), .05),
            tuple(new DebiasedInfoNce(), .1));
  }

  @Test
  @DisplayName("finds the loss within hard pairs under its name")
  void lossOfPairs() {
    HardPairs pairs = new HardPairs(new BayesianPersonalizedRanking(), 10, new Hardest());
    HardGNNConfig own =
        HardGNNConfig.of(new MatrixFactorization(8, 10))
            .minimising(new SampledSoftmax(20))
            .plus(0.1, pairs)
            .trained(run -> run.epochs(1));
    HyperParameterSearch search = HyperParameterSearch.of(own);
    run(
        search
            .over("objective.hard_pairs.loss", Range.of(new BinaryCrossEntropy(2)))
            .over("objective.hard_pairs.candidates", Range.of(10)));
    assertThat(engine.jobs).hasSize(1);
    assertThat(engine.jobs.get(0).definition().objective().find(HardPairs.class).orElseThrow())
        .extracting(Term::loss)
        .isEqualTo(pairs.loss(new BinaryCrossEntropy(2)));
    assertThat(search.over("objective.hard_pairs.loss.negatives", Range.of(1))).isNotNull();
  }

  @Test
  @DisplayName("has its own settings as they are, though it searches over sizes of steps")
  void ownBatchSize() {
    HardGNNConfig base = base().trained(t -> t.batchSize(12).minSteps(2));
    HyperParameterSearch search =
        HyperParameterSearch.of(base).over("training.batchSize", Range.of(3)).ownFirst();
    run(search);
    assertThat(engine.jobs).extracting(job -> job.config().minSteps()).containsExactly(2, 0);
  }

  @Test
  @DisplayName("has steps of the sizes that it searches over, whatever their least number")
  void batchSize() {
    HardGNNConfig base = base().trained(t -> t.minSteps(100));
    run(HyperParameterSearch.of(base).over("training.batchSize", Range.of(3, 6, 12)));
    assertThat(engine.jobs)
        .extracting(job -> job.config().batchSize())
        .containsExactlyInAnyOrder(3, 6, 12);
    assertThat(engine.jobs).allMatch(job -> job.config().minSteps() == 0);
  }

  @Test
  @DisplayName("keeps a trial as failed whose network is not that of the model to start from")
  void otherNetwork() {
    try (HardGNNModel model =
        HardGNN.builder(base()).embeddingDim(4).build().fit(DATASET, options)) {
      SearchResult result =
          HyperParameterSearch.of(base())
              .over("encoder.embeddingDim", Range.of(8, 4))
              .run(DATASET, folder.resolve("search"), options.startFrom(model));
      assertThat(result.best().encoder().embeddingDim()).isEqualTo(4);
      assertThat(result.trials().get(1).failure()).contains("encoder.embeddingDim is 8");
    }
  }

  @Test
  @DisplayName("names the folder that cannot be made")
  void noFolder() throws IOException {
    Path file = Files.createFile(folder.resolve("search"));
    assertThatThrownBy(() -> run(grid()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot write " + file + ": " + file + " (FileAlreadyExistsException)");
  }

  @Test
  @DisplayName("may range over parts, such as samplers")
  void overParts() {
    SearchResult result =
        run(
            HyperParameterSearch.of(base())
                .over("objective.info_nce.sampler", Range.of(new Hardest(), new Uniform())));
    assertThat(engine.jobs)
        .extracting(
            job ->
                ((InfoNce) job.definition().objective().find(InfoNce.class).orElseThrow().loss())
                    .sampler())
        .containsExactly(new Hardest(), new Uniform());
    assertThat(result.toTable()).contains("uniform");
  }

  /** A sampler of an application. */
  record Mine() implements Sampler {
    @Override
    public String kind() {
      return "mine";
    }

    @Override
    public Chosen choose(Ops ops, Candidates candidates, int count) {
      return new Hardest().choose(ops, candidates, count);
    }
  }

  @Test
  @DisplayName("may range over parts that hold an application's own")
  void overOwnParts() {
    SearchResult result =
        run(
            HyperParameterSearch.of(base())
                .over(
                    "objective.info_nce.sampler",
                    Range.of(new Mixed(new Mine(), 0.25), new Mixed(new Mine(), 0.5))));
    assertThat(result.trials()).hasSize(2);
    assertThat(result.toTable()).contains("mine");
  }

  @Test
  @DisplayName("keeps a trial whose loss was not finite as failed, and goes on")
  void failure() {
    engine.failAt = 2;
    SearchResult result = run(grid());
    assertThat(result.trials()).hasSize(6);
    assertThat(result.trials().get(5).number()).isEqualTo(2);
    assertThat(result.trials().get(5).failure()).isNotEmpty();
    assertThat(result.toTable()).contains("| failed |");
  }

  @Test
  @DisplayName("refuses a folder of another search, and of trials that were changed")
  void otherSearch() throws IOException {
    run(grid());
    HyperParameterSearch other = grid().over("encoder.dropout", Range.of(0.1));
    assertThatThrownBy(() -> run(other))
        .isInstanceOf(SearchException.class)
        .hasMessageContaining("search.json")
        .hasMessageContaining("of another search");
    FitOptions shorter = options.timeBudget(Duration.ofHours(1));
    assertThatThrownBy(() -> grid().run(DATASET, folder.resolve("search"), shorter))
        .hasMessageContaining("of another search");
    try (HardGNNModel model = HardGNN.builder(base()).build().fit(DATASET, options)) {
      assertThatThrownBy(
              () -> grid().run(DATASET, folder.resolve("search"), options.startFrom(model)))
          .hasMessageContaining("of another search");
    }
    Path trial = folder.resolve("search/trial-1-epochs-2.json");
    Files.writeString(
        trial, Files.readString(trial).replace(".embeddingDim\": 4", ".embeddingDim\": 5"));
    assertThatThrownBy(() -> run(grid()))
        .isInstanceOf(SearchException.class)
        .hasMessageContaining("trial-1-epochs-2.json has other settings");
  }
}
