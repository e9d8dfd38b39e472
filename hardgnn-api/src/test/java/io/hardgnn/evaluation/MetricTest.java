package io.hardgnn.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Metric")
class MetricTest {

  @ParameterizedTest(name = "{0} of rank {1} is {2}")
  @CsvSource({
    "HR@1,1,1",
    "HR@1,2,0",
    "HR@10,10,1",
    "HR@10,11,0",
    "NDCG@10,1,1",
    "NDCG@10,3,0.5",
    "NDCG@10,7,0.3333333333333333",
    "NDCG@10,11,0",
    "NDCG@20,15,0.25",
    "NDCG@5,2,0.6309297535714574",
    "Recall@10,10,1",
    "Recall@10,11,0",
    "Precision@10,3,0.1",
    "Precision@10,11,0",
    "MAP@5,4,0.25",
    "MAP@5,6,0",
    "MAP,6,0.16666666666666666",
    "MRR,1,1",
    "MRR,4,0.25",
    "MRR,100000,0.00001"
  })
  @DisplayName("is worth what its definition says")
  void worth(String name, int rank, double value) {
    assertThat(Metric.parse(name).of(rank)).isCloseTo(value, within(1e-15));
  }

  @Test
  @DisplayName("has a standard list, in the order of reports, whose names parse back")
  void standard() {
    assertThat(Metric.STANDARD.stream().map(Metric::toString).collect(Collectors.joining(" ")))
        .isEqualTo("HR@1 HR@5 HR@10 HR@20 NDCG@5 NDCG@10 NDCG@20 MRR");
    assertThat(Metric.STANDARD)
        .allSatisfy(metric -> assertThat(Metric.parse(metric.toString())).isEqualTo(metric));
    assertThat(Metric.parse(" ndcg@10 ")).isEqualTo(Metric.ndcg(10));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "HR", "HR@", "HR@x", "@10", "MRR@10", "AUC@10", "NDCG@0", "HR@-1", "10"})
  @DisplayName("rejects names it does not know")
  void rejects(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Metric.parse(name))
        .withMessageContaining("@");
  }

  @Test
  @DisplayName("is of ranks that ascend from 1 on")
  void ranks() {
    Metric ndcg = Metric.ndcg(10);
    assertThatIllegalArgumentException().isThrownBy(() -> ndcg.of(0)).withMessageContaining("0");
    assertThatIllegalArgumentException().isThrownBy(() -> ndcg.of(new int[] {0, 3}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ndcg.of(new int[] {5, 2}))
        .withMessageContaining("got 2 after 5");
    assertThatIllegalArgumentException().isThrownBy(() -> ndcg.of(new int[] {5, 5}));
  }

  @Test
  @DisplayName("has a cutoff that its name can say")
  void greatestCutoff() {
    Metric greatest = Metric.ndcg(999_999_999);
    assertThat(Metric.parse(greatest.toString())).isEqualTo(greatest);
    assertThat(Metric.parse(Metric.MAP.toString())).isEqualTo(Metric.MAP);
    for (int cutoff : new int[] {1_000_000_000, Integer.MAX_VALUE}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Metric.hr(cutoff))
          .withMessageContaining("HR@K must be at most 999999999: " + cutoff);
    }
  }

  @Test
  @DisplayName("is averaged over users, also over some of them")
  void means() {
    Ranks ranks = Ranks.of(new int[] {2, 5, 9}, new int[] {1, 3, 40});
    assertThat(ranks.metrics().ndcg(10)).isCloseTo(.5, within(1e-15));
    assertThat(ranks.metrics().hr(5)).isCloseTo(2 / 3.0, within(1e-15));
    assertThat(ranks.mean(Metric.hr(50))).isEqualTo(1);
    assertThat(ranks.values(Metric.MRR)).containsExactly(1, 1 / 3.0, 1 / 40.0);
    assertThat(ranks.where(user -> user > 4))
        .isEqualTo(Ranks.of(new int[] {5, 9}, new int[] {3, 40}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ranks.metrics().hr(50))
        .withMessageContaining("HR@50");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ranks.of(new int[] {1, 1}, new int[] {1, 1}));
    assertThatIllegalArgumentException().isThrownBy(() -> Ranks.of(new int[] {1}, new int[] {0}));
    assertThatIllegalArgumentException().isThrownBy(() -> Ranks.of(new int[] {1}, new int[0]));
  }
}
