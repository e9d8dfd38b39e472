package io.hardgnn.examples;

import io.hardgnn.engine.EpochReport;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A picture of a training run: the loss above, the quality on validation below, over the same
 * epochs.
 */
final class TrainingCurve {

  private static final String QUALITY = "NDCG@10";
  private static final int WIDTH = 900;
  private static final int HEIGHT = 380;
  private static final Color INK = new Color(0x33, 0x3a, 0x45);
  private static final Color FAINT = new Color(0xe3, 0xe6, 0xea);
  private static final Color LOSS = new Color(0xc4, 0x5a, 0x2c);
  private static final Color MODEL = new Color(0x1f, 0x6f, 0xb5);
  private static final Color YARDSTICK = new Color(0x8a, 0x92, 0x9c);

  private TrainingCurve() {}

  /**
   * Writes the picture as PNG.
   *
   * @param history the epochs of the run
   * @param bestEpoch the epoch whose parameters are kept
   * @param baseline NDCG@10 of item-kNN on validation, drawn as a line to beat
   */
  static void write(List<EpochReport> history, int bestEpoch, double baseline, Path file)
      throws IOException {
    System.setProperty("java.awt.headless", "true");
    List<EpochReport> measured =
        history.stream().filter(epoch -> epoch.validation().containsKey(QUALITY)).toList();
    double[] all = epochs(history);

    XYChart loss = chart("Training loss", "loss", all);
    line(loss, "loss", all, values(history, EpochReport::loss), LOSS);

    XYChart quality = chart("Quality on validation, full ranking", QUALITY, all);
    quality.getStyler().setYAxisMin(0.0).setLegendVisible(true);
    ToDoubleFunction<EpochReport> ndcg = epoch -> epoch.validation().getOrDefault(QUALITY, 0.0);
    line(quality, "HardGNN", epochs(measured), values(measured, ndcg), MODEL);
    XYSeries level =
        line(
            quality,
            "item-kNN, last 5 items",
            new double[] {0, all[all.length - 1]},
            new double[] {baseline, baseline},
            YARDSTICK);
    level.setMarker(SeriesMarkers.NONE);
    level.setLineStyle(new BasicStroke(2, BasicStroke.CAP_BUTT, 0, 1, new float[] {6, 5}, 0));
    for (EpochReport epoch : measured) {
      if (epoch.epoch() == bestEpoch) {
        double[] place = {bestEpoch};
        double[] value = {ndcg.applyAsDouble(epoch)};
        line(quality, "epoch " + bestEpoch + ", the one kept", place, value, LOSS)
            .setMarker(SeriesMarkers.DIAMOND)
            .setLineStyle(SeriesLines.NONE);
      }
    }

    BitmapEncoder.saveBitmap(List.of(loss, quality), 2, 1, file.toString(), BitmapFormat.PNG);
  }

  private static XYChart chart(String title, String quantity, double[] epochs) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("epoch")
            .yAxisTitle(quantity)
            .build();
    Font text = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    XYStyler style = chart.getStyler();
    style.setMarkerSize(6);
    style
        .setXAxisMin(0.0)
        .setXAxisMax(epochs[epochs.length - 1])
        .setPlotGridLinesColor(FAINT)
        .setAxisTickLabelsFont(text)
        .setAxisTitleFont(text)
        .setXAxisDecimalPattern("0")
        .setYAxisDecimalPattern("0.00")
        .setPlotGridVerticalLinesVisible(false);
    style
        .setLegendVisible(false)
        .setLegendPosition(LegendPosition.InsideSE)
        .setLegendFont(text)
        .setLegendBorderColor(FAINT)
        .setPlotBorderVisible(false)
        .setChartTitleFont(text.deriveFont(Font.BOLD, 15f))
        .setChartFontColor(INK)
        .setChartBackgroundColor(Color.WHITE);
    return chart;
  }

  private static XYSeries line(XYChart chart, String name, double[] x, double[] y, Color color) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setLineColor(color);
    series.setMarkerColor(color);
    series.setMarker(SeriesMarkers.CIRCLE);
    series.setLineStyle(new BasicStroke(2));
    return series;
  }

  private static double[] epochs(List<EpochReport> reports) {
    return values(reports, EpochReport::epoch);
  }

  private static double[] values(List<EpochReport> reports, ToDoubleFunction<EpochReport> value) {
    return reports.stream().mapToDouble(value).toArray();
  }
}
