package io.hardgnn.benchmarks;

import io.hardgnn.benchmarks.forked.GrowthRun;
import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.benchmarks.harness.Fork;
import io.hardgnn.benchmarks.harness.Report;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How time and memory of training grow with nodes and interactions. */
@Command(
    description = {
      "Measures steps of training on generated sets, each in a JVM of its own. Half of the nodes are users, half items. Sizes",
      "with fewer than 3 or more than 5,000 interactions a user are left out.",
      "",
      "default      the default preset with batches of 256 users and histories of 50",
      "whole-graph  the same, but a step propagates through all edges and not through some 150,000",
      "hard-softmax the default with 512 uniform negatives and the 32 hardest",
      "paper        T = 5, d = 64, L = 2, 2 attention layers, histories of 50, batches of 512"
    })
public final class Growth extends Benchmark {

  @Option(
      names = "--nodes",
      split = ",",
      defaultValue = "10000,100000,1000000",
      description = "users and items together, separated by commas; default ${DEFAULT-VALUE}")
  private List<Integer> nodes = List.of();

  @Option(
      names = "--interactions",
      split = ",",
      defaultValue = "1000000,10000000",
      description = "separated by commas; default ${DEFAULT-VALUE}")
  private List<Integer> interactions = List.of();

  @Option(
      names = "--settings",
      split = ",",
      defaultValue = "default,whole-graph,paper",
      description = "which settings, separated by commas; default ${DEFAULT-VALUE}")
  private List<String> settings = List.of();

  @Option(
      names = "--steps",
      defaultValue = "7",
      description = "steps that count, after two that do not; default 7")
  private int steps;

  @Option(
      names = "--heap",
      defaultValue = "8g",
      description = "most heap of each run; default ${DEFAULT-VALUE}")
  private String heap = "";

  @Option(names = "--png", paramLabel = "FILE", description = "draws the step times and memory")
  private @Nullable Path png;

  /** Runs the program. */
  public static void main(String[] args) {
    Benchmark.main(new Growth(), args);
  }

  @Override
  protected Report measure() throws IOException, InterruptedException {
    settings.forEach(GrowthRun::settings); // a wrong name ends the program before it measures
    Report report = new Report();
    for (String name : settings) {
      for (int count : interactions) {
        for (int size : nodes) {
          int perUser = count / (size / 2);
          if (perUser >= 3 && perUser <= 5_000) {
            point(report, name, size, count);
          }
        }
      }
    }
    if (png != null && !report.rows().isEmpty()) {
      draw(report, png);
    }
    return report;
  }

  private void point(Report report, String name, int size, int count)
      throws IOException, InterruptedException {
    progress("%s: %d nodes, %d interactions", name, size, count);
    Map<?, ?> result =
        Fork.run(
            GrowthRun.class,
            heap,
            List.of(
                name, Integer.toString(size), Integer.toString(count), Integer.toString(steps)));
    double stepMillis = number(result, "stepMillis");
    report.row(
        "settings",
        name,
        "nodes",
        size,
        "interactions",
        (long) number(result, "interactions"),
        "batch",
        (long) number(result, "batch"),
        "step ms",
        stepMillis,
        "steps/epoch",
        (long) number(result, "stepsPerEpoch"),
        "epoch s (estimate)",
        stepMillis * number(result, "stepsPerEpoch") / 1e3,
        "waiting %",
        100 * number(result, "waitShare"),
        "prepare s",
        number(result, "prepareSeconds"),
        "peak RSS MiB",
        (long) number(result, "peakRssMb"));
  }

  private static void draw(Report report, Path file) throws IOException {
    XYChart time = chart("Step time, ms", "step ms", report);
    XYChart memory = chart("Peak resident memory, MiB", "peak RSS MiB", report);
    BitmapEncoder.saveBitmap(
        List.of(time, memory), 1, 2, file.toString(), BitmapEncoder.BitmapFormat.PNG);
  }

  private static XYChart chart(String title, String value, Report report) {
    XYChart chart =
        new XYChartBuilder().width(640).height(440).title(title).xAxisTitle("nodes").build();
    chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    Map<String, List<double[]>> lines = new LinkedHashMap<>();
    for (Map<String, Object> row : report.rows()) {
      String line =
          String.format(
              Locale.ROOT,
              "%s, %.0e interactions",
              row.get("settings"),
              number(row, "interactions"));
      lines
          .computeIfAbsent(line, key -> new ArrayList<>())
          .add(new double[] {number(row, "nodes"), number(row, value)});
    }
    lines.forEach(
        (line, points) ->
            chart
                .addSeries(
                    line,
                    points.stream().mapToDouble(point -> point[0]).toArray(),
                    points.stream().mapToDouble(point -> point[1]).toArray())
                .setMarker(SeriesMarkers.CIRCLE));
    return chart;
  }
}
