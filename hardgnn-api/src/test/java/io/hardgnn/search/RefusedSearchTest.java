package io.hardgnn.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.FitOptions;
import io.hardgnn.TinyData;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.UnorderedDataException;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.data.prepare.Split;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.io.JsonException;
import io.hardgnn.settings.InvalidConfigException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A search of settings")
class RefusedSearchTest {

  @TempDir Path folder;

  private final CountingEngine engine = new CountingEngine();
  private final FitOptions options = FitOptions.defaults().engine(engine);

  private static HardGNNConfig base() {
    return HyperParameterSearchTest.base();
  }

  private SearchResult run(HyperParameterSearch search) {
    return search.run(TinyData.dataset(), folder.resolve("search"), options);
  }

  @Test
  @DisplayName("refuses two settings of which one is part of the other, in any order")
  void partOfAnother() {
    HyperParameterSearch search = HyperParameterSearch.of(TinyData.quick().build().config());
    Range rates = Range.of(0.1, 0.2);
    Range encoders = Range.of(new ResidualGraph(), new ResidualGraph().graphLayers(0));
    assertThatThrownBy(() -> search.over("encoder.dropout", rates).over("encoder", encoders))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'encoder' and 'encoder.dropout' are part of each other");
    assertThatThrownBy(() -> search.over("encoder", encoders).over("encoder.dropout", rates))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource({
    "objective.info_nce.temperature, objective.info_nce.loss.temperature",
    "objective.info_nce.loss, objective.info_nce.temperature",
    "objective.info_nce.temperature, objective.others",
  })
  @DisplayName("refuses one setting under two names, and parts of each other under any")
  void otherNames(String one, String other) {
    HyperParameterSearch search = HyperParameterSearch.of(base()).over(one, Range.of(0.1, 0.2));
    assertThatThrownBy(() -> search.over(other, Range.of(0.3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + other + "' and '" + one + "' are part of each other");
  }

  @Test
  @DisplayName("refuses a combination that the data does not allow before anything is trained")
  void againstTheData() {
    InteractionLog.Builder log = InteractionLog.builder();
    for (int user = 0; user < 6; user++) {
      for (int item = 0; item < 6; item++) {
        log.add("u" + user, "i" + item);
      }
    }
    Dataset unordered =
        DatasetBuilder.of(log.build())
            .minUserInteractions(1)
            .minItemInteractions(1)
            .split(Split.randomShare(.2, .2, 1))
            .build();
    HardGNNConfig pairs = Presets.Models.bprMf().trained(run -> run.epochs(1));
    HyperParameterSearch search =
        HyperParameterSearch.of(pairs)
            .over("blend.transitionWeights", Range.of(List.of(0.0), List.of(1.0)));
    assertThatThrownBy(() -> search.run(unordered, folder.resolve("search"), options))
        .isInstanceOf(UnorderedDataException.class)
        .hasMessageContaining("the blend counts which item follows which");
    assertThat(engine.jobs).isEmpty();
  }

  @Test
  @DisplayName("refuses settings that there are not, ranges without order, and empty searches")
  void refuses() {
    HyperParameterSearch search = HyperParameterSearch.of(base());
    assertThatThrownBy(() -> search.over("objective.info_nce.weigth", Range.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'weigth' is none of hardNegatives, temperature, sampler, pool");
    assertThatThrownBy(() -> search.over("objective.bpr.weight", Range.of(1)))
        .hasMessageContaining("'bpr' is none of targets, main, info_nce");
    assertThatThrownBy(() -> search.over("objective.info_nce", Range.of(1)))
        .hasMessageContaining("'objective.info_nce' is a loss, which no search replaces")
        .hasMessageContaining("objective.info_nce.weight");
    assertThatThrownBy(() -> run(search)).hasMessageContaining("needs the range of a setting");
    assertThatThrownBy(() -> run(search.over("encoder.dropout", Range.between(0, 0.5))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("encoder.dropout: ")
        .hasMessageContaining("no grid");
    assertThatThrownBy(() -> run(search.over("encoder.dropout", Range.of(0.1, 1.5))))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("encoder.dropout is 1.5");
    assertThatThrownBy(() -> run(search.over("encoder.embeddingDim", Range.of("wide"))))
        .isInstanceOf(JsonException.class)
        .hasMessage(
            "trial {encoder.embeddingDim=wide}: \"encoder.embeddingDim\": must be a whole number"
                + " (int), but is \"wide\"");
    assertThat(engine.jobs).as("nothing was trained").isEmpty();
    assertThatThrownBy(() -> Range.between(2, 1)).hasMessageContaining("from 2.0 to 1.0");
    assertThatThrownBy(() -> Range.logBetween(0, 1)).hasMessageContaining("above 0");
    assertThatThrownBy(() -> Strategy.successiveHalving(4, 1, 1, 1))
        .hasMessageContaining("factor is 1; allowed: 2 or more");
  }
}
