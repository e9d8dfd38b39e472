package io.hardgnn.benchmarks.accuracy;

import com.google.common.io.MoreFiles;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** One of the charts of a picture: lines over the same axes. Not thread-safe. */
public final class Panel {

  private static final Color FAINT = new Color(0xe3, 0xe6, 0xea);
  private static final int WIDTH = 560;
  private static final int HEIGHT = 400;

  private final XYChart chart;

  public Panel(String title, String x, String y) {
    System.setProperty("java.awt.headless", "true");
    chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    Font text = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    chart.getStyler().setMarkerSize(6);
    chart
        .getStyler()
        .setPlotGridLinesColor(FAINT)
        .setPlotGridVerticalLinesVisible(false)
        .setAxisTickLabelsFont(text)
        .setYAxisDecimalPattern("0.000")
        .setAxisTitleFont(text);
    chart
        .getStyler()
        .setLegendPosition(LegendPosition.OutsideS)
        .setLegendLayout(LegendLayout.Horizontal)
        .setLegendFont(text)
        .setLegendBorderColor(FAINT)
        .setPlotBorderVisible(false)
        .setChartTitleFont(text.deriveFont(Font.BOLD, 14f))
        .setChartBackgroundColor(Color.WHITE);
  }

  /** Adds a line through points. */
  public Panel line(String name, double[] x, double[] y) {
    chart.addSeries(name, x, y).setMarker(SeriesMarkers.CIRCLE);
    return this;
  }

  /** Writes panels beside each other as PNG. */
  public static void write(List<Panel> panels, int columns, Path png) throws IOException {
    MoreFiles.createParentDirectories(png);
    List<XYChart> charts = new ArrayList<>();
    panels.forEach(panel -> charts.add(panel.chart));
    int rows = (charts.size() + columns - 1) / columns;
    BitmapEncoder.saveBitmap(charts, rows, columns, png.toString(), BitmapFormat.PNG);
  }
}
