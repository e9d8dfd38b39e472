package io.hardgnn.benchmarks;

import io.hardgnn.FitOptions;
import io.hardgnn.HardGNN;
import io.hardgnn.SamplingDiagnostics;
import io.hardgnn.SamplingReport;
import io.hardgnn.benchmarks.accuracy.Panel;
import io.hardgnn.benchmarks.accuracy.Recommenders;
import io.hardgnn.benchmarks.data.SharedData;
import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.benchmarks.harness.EpochLines;
import io.hardgnn.benchmarks.harness.Machine;
import io.hardgnn.benchmarks.harness.Report;
import io.hardgnn.data.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How hard the chosen negatives are, and how the loss separates them. */
@Command(
    description =
        "Trains a model and looks at its hard negatives after some epochs (paper section 5.2): their cosine"
            + " with the anchor beside the positive's and a random item's, how many are taken later, how many are separated."
            + " A table, and a picture for each set. Training goes on from the last checkpoint of this build if it was interrupted.")
public final class NegativeHardness extends Benchmark {

  @Option(
      names = "--sets",
      split = ",",
      defaultValue = "gowalla-nyc",
      description = "which sets, separated by commas; default ${DEFAULT-VALUE}")
  private List<String> sets = List.of();

  @Option(
      names = "--model",
      defaultValue = "default-hard-negatives",
      description = "a preset, with endings as in Accuracy; default ${DEFAULT-VALUE}")
  private String model = "";

  @Option(
      names = "--epochs",
      split = ",",
      defaultValue = "1,2,3,5,10,20",
      description = "after which epochs, separated by commas; default ${DEFAULT-VALUE}")
  private int[] epochs = {};

  @Option(names = "--anchors", defaultValue = "2000", description = "default ${DEFAULT-VALUE}")
  private int anchors;

  @Option(names = "--seed", defaultValue = "1", description = "default ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "hardgnn-out/negatives",
      description = "folder of checkpoints and pictures; default ${DEFAULT-VALUE}")
  private Path runs = Path.of("");

  @Option(names = "--data-dir", description = SharedData.DIRECTORY_HELP)
  private @Nullable Path dataDir;

  /** Runs the program. */
  public static void main(String[] args) {
    Benchmark.main(new NegativeHardness(), args);
  }

  @Override
  protected Report measure() throws IOException {
    Report report = new Report();
    for (String set : sets) {
      Dataset dataset = SharedData.load(dataDir, set);
      Path folder = runs.resolve(Path.of(set).getFileName());
      Files.createDirectories(folder);
      HardGNN settings = Recommenders.settings(model).seed(seed).build();
      SamplingReport seen =
          SamplingDiagnostics.of(settings, dataset)
              .epochs(epochs)
              .anchors(anchors)
              .run(
                  FitOptions.defaults()
                      .listener(new EpochLines())
                      .resumable(folder.resolve(model + "-" + seed + "-" + Machine.commit())));
      seen.epochs().forEach(epoch -> row(report, set, epoch));
      picture(seen.epochs(), folder.resolve(model + "-" + seed + ".png"));
    }
    return report;
  }

  private static void row(Report report, String set, SamplingReport.Epoch e) {
    report.row(
        "set",
        set,
        "epoch",
        e.epoch(),
        "loss",
        e.loss(),
        "positive",
        e.positive(),
        "negative",
        e.negative(),
        "random",
        e.random(),
        "separated",
        e.separated(),
        "validation",
        e.validation(),
        "test",
        e.test(),
        "by chance",
        e.chance());
  }

  private static void picture(List<SamplingReport.Epoch> seen, Path png) throws IOException {
    List<Panel> panels = new ArrayList<>();
    panels.add(
        new Panel("Cosine with the anchor", "epoch", "cosine")
            .line("positive", epochs(seen), values(seen, SamplingReport.Epoch::positive))
            .line("chosen negatives", epochs(seen), values(seen, SamplingReport.Epoch::negative))
            .line("random item", epochs(seen), values(seen, SamplingReport.Epoch::random)));
    panels.add(
        new Panel("Negatives farther than the positive", "epoch", "share")
            .line("separated", epochs(seen), values(seen, SamplingReport.Epoch::separated)));
    panels.add(
        new Panel("Negatives that the user takes later", "epoch", "share")
            .line("validation item", epochs(seen), values(seen, SamplingReport.Epoch::validation))
            .line("test item", epochs(seen), values(seen, SamplingReport.Epoch::test))
            .line("either, by chance", epochs(seen), values(seen, SamplingReport.Epoch::chance)));
    Panel.write(panels, panels.size(), png);
  }

  private static double[] epochs(List<SamplingReport.Epoch> seen) {
    return values(seen, SamplingReport.Epoch::epoch);
  }

  private static double[] values(
      List<SamplingReport.Epoch> seen, ToDoubleFunction<SamplingReport.Epoch> value) {
    return seen.stream().mapToDouble(value).toArray();
  }
}
