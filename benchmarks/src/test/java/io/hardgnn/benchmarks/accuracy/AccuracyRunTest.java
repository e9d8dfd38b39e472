package io.hardgnn.benchmarks.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.engine.EpochReport;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;

@DisplayName("A kept run")
class AccuracyRunTest {

  @Test
  @DisplayName("took the time of all its epochs, those before it was resumed included")
  void minutes() {
    assertThat(AccuracyRun.minutes(List.of(epoch(1, 60, 30), epoch(2, 20, 10))))
        .isCloseTo(2, within(1e-9));
  }

  private static EpochReport epoch(int epoch, double trainSeconds, double validationSeconds) {
    return new EpochReport(
        epoch, 1, 1, Map.of(), Map.of(), 1e-3, trainSeconds, 0, validationSeconds, true);
  }

  @Test
  @DisplayName("is drawn over the epochs after which it was measured; in older files all of them")
  void curve() {
    assertThat(drawn(new int[] {3, 6, 8})).containsExactly(3, 6, 8);
    assertThat(drawn(null)).containsExactly(1, 2, 3);
  }

  private static double[] drawn(int[] measured) {
    int[] none = {};
    XYChart chart = LearningCurves.chart("set");
    LearningCurves.add(
        chart,
        "model",
        new AccuracyRun(
            3, .3, 0, new double[] {.1, .3, .2}, measured, 8, 1, none, none, none, null));
    return chart.getSeriesMap().get("model").getXData();
  }
}
