package io.hardgnn.benchmarks.accuracy;

import com.google.common.io.MoreFiles;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A picture of runs: NDCG@10 on validation after each epoch, one chart for each set. */
public final class LearningCurves {

  private LearningCurves() {}

  /**
   * Writes the picture as PNG. Of each model the first seed is drawn; one without epochs is left
   * out, and so is a set without any.
   *
   * @param results runs by set and model
   */
  public static void write(Map<String, Map<String, List<AccuracyRun>>> results, Path file)
      throws IOException {
    System.setProperty("java.awt.headless", "true");
    List<XYChart> charts = new ArrayList<>();
    results.forEach(
        (set, ofModels) -> {
          XYChart chart = chart(Path.of(set).getFileName().toString());
          ofModels.forEach((model, runs) -> add(chart, model, runs.get(0)));
          if (!chart.getSeriesMap().isEmpty()) {
            charts.add(chart);
          }
        });
    if (!charts.isEmpty()) {
      MoreFiles.createParentDirectories(file);
      int columns = charts.size() % 2 == 0 ? 2 : 1; // every place of the grid needs a chart
      int rows = charts.size() / columns;
      BitmapEncoder.saveBitmap(
          charts, rows, columns, file.toString(), BitmapEncoder.BitmapFormat.PNG);
    }
  }

  static XYChart chart(String set) {
    XYChart chart =
        new XYChartBuilder()
            .width(640)
            .height(440)
            .title(set + ", validation, the network alone")
            .xAxisTitle("epoch")
            .yAxisTitle("NDCG@10")
            .build();
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    return chart;
  }

  static void add(XYChart chart, String model, AccuracyRun run) {
    double[] curve = run.curve();
    if (curve != null && curve.length > 0) {
      int[] measured = run.measured();
      IntStream epochs =
          measured == null // then nearly all models were measured after each epoch
              ? IntStream.rangeClosed(1, curve.length)
              : Arrays.stream(measured);
      chart
          .addSeries(model, epochs.asDoubleStream().toArray(), curve)
          .setMarker(SeriesMarkers.NONE);
    }
  }
}
