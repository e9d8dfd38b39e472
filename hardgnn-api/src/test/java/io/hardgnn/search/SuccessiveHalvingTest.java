package io.hardgnn.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.FitOptions;
import io.hardgnn.TinyData;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.data.Dataset;
import io.hardgnn.engine.TrainingJob;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A search of settings")
class SuccessiveHalvingTest {

  private static final Dataset DATASET = TinyData.dataset();

  @TempDir Path folder;

  private final CountingEngine engine = new CountingEngine();
  private final FitOptions options = FitOptions.defaults().engine(engine);

  private static HardGNNConfig base() {
    return HyperParameterSearchTest.base();
  }

  private SearchResult run(HyperParameterSearch search) {
    return search.run(DATASET, folder.resolve("search"), options);
  }

  @Test
  @DisplayName("by successive halving trains fewer for longer, on from their checkpoints")
  void halving() {
    HyperParameterSearch search =
        HyperParameterSearch.of(base().trained(t -> t.epochs(9)))
            .over("encoder.embeddingDim", Range.of(2, 4, 6, 8, 10, 12))
            .over("encoder.dropout", Range.of(0.1, 0.2, 0.3))
            .by(Strategy.successiveHalving(9, 2, 3, 5));
    SearchResult result = run(search);
    assertThat(engine.jobs)
        .extracting(job -> job.config().epochs())
        .containsExactly(2, 2, 2, 2, 2, 2, 2, 2, 2, 6, 6, 6, 9);
    assertThat(engine.jobs).allMatch(TrainingJob::resume);
    List<Trial> second = result.trials().stream().filter(t -> t.epochs() == 6).toList();
    List<Trial> first = result.trials().stream().filter(t -> t.epochs() == 2).toList();
    assertThat(second)
        .extracting(Trial::number)
        .containsExactlyInAnyOrderElementsOf(first.stream().limit(3).map(Trial::number).toList());
    assertThat(result.best().training().epochs()).isEqualTo(9);
    Path checkpoint = engine.jobs.get(9).checkpoint();
    assertThat(checkpoint)
        .as("of the job that goes on")
        .isEqualTo(
            engine
                .jobs
                .get(second.stream().mapToInt(Trial::number).min().orElseThrow() - 1)
                .checkpoint());
  }

  @Test
  @DisplayName("by successive halving trains the last one to the end")
  void halvingToTheEnd() {
    HyperParameterSearch search =
        HyperParameterSearch.of(base().trained(t -> t.epochs(40)))
            .over("encoder.embeddingDim", Range.of(2, 4, 6, 8))
            .by(Strategy.successiveHalving(4, 2, 2, 1));
    assertThat(run(search).best().training().epochs()).isEqualTo(40);
    assertThat(engine.jobs)
        .extracting(job -> job.config().epochs())
        .containsExactly(2, 2, 2, 2, 4, 4, 40);
  }

  @Test
  @DisplayName("by successive halving lists a trial once that has all its epochs early")
  void halvingOverEpochs() {
    HyperParameterSearch search =
        HyperParameterSearch.of(base())
            .over("training.epochs", Range.of(2, 8))
            .over("encoder.embeddingDim", Range.of(2, 4))
            .by(Strategy.successiveHalving(4, 2, 2, 1));
    assertThat(run(search).trials())
        .extracting(trial -> trial.number() + " " + trial.epochs())
        .doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("by successive halving trains nothing again that failed")
  void halvingFailures() {
    engine.failAt = 1;
    HyperParameterSearch search =
        HyperParameterSearch.of(base())
            .over("encoder.embeddingDim", Range.of(2, 4))
            .by(Strategy.successiveHalving(2, 1, 2, 1));
    SearchResult result = run(search);
    int failed = result.trials().get(result.trials().size() - 1).number();
    assertThat(result.trials()).filteredOn(trial -> trial.number() == failed).hasSize(1);
    engine.failAt = Integer.MAX_VALUE;
    engine.alwaysFails = true;
    engine.jobs.clear();
    assertThatThrownBy(() -> search.run(DATASET, folder.resolve("none"), options))
        .isInstanceOf(SearchException.class)
        .hasMessageContaining("every trial failed");
    assertThat(engine.jobs).as("one round").hasSize(2);
  }

  @Test
  @DisplayName("by successive halving goes on within the round in which it was cut off")
  void halvingRestarts() {
    HyperParameterSearch search =
        HyperParameterSearch.of(base().trained(t -> t.epochs(9)))
            .over("encoder.embeddingDim", Range.of(2, 4, 6, 8))
            .by(Strategy.successiveHalving(4, 2, 2, 1));
    SearchResult whole = search.run(DATASET, folder.resolve("whole"), options);
    engine.jobs.clear();
    engine.stopAt = 5; // before the second of the second round
    assertThatThrownBy(() -> run(search)).hasMessage("a power cut");
    engine.stopAt = Integer.MAX_VALUE;
    SearchResult resumed = run(search);
    assertThat(engine.jobs)
        .as("five before, two after")
        .extracting(job -> job.config().epochs())
        .containsExactly(2, 2, 2, 2, 4, 4, 9);
    assertThat(HyperParameterSearchTest.withoutTimes(resumed))
        .isEqualTo(HyperParameterSearchTest.withoutTimes(whole));
    assertThat(resumed.best()).isEqualTo(whole.best());
  }

  @Test
  @DisplayName("by successive halving may leave one at once")
  void halvingToOne() {
    HyperParameterSearch search =
        HyperParameterSearch.of(base().trained(t -> t.epochs(3)))
            .over("encoder.embeddingDim", Range.of(2, 4))
            .by(Strategy.successiveHalving(2, 1, Integer.MAX_VALUE, 0));
    run(search);
    assertThat(engine.jobs).extracting(job -> job.config().epochs()).containsExactly(1, 1, 3);
  }
}
