package io.hardgnn.benchmarks.accelerator;

import io.hardgnn.HardGNN;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.encoder.selfgnn.SelfGnn;
import java.util.List;

/**
 * A size of data with settings to train them.
 *
 * @param size name of the size
 * @param settings {@code paper} or {@code default}
 * @param users number of users
 * @param items number of items
 * @param interactions number of interactions
 */
public record AcceleratorCase(
    String size, String settings, int users, int items, int interactions) {

  /** The cases of the report, smallest first. */
  public static final List<AcceleratorCase> ALL =
      List.of(
          new AcceleratorCase("ml-1m", "default", 6_040, 3_416, 999_611),
          new AcceleratorCase("ml-1m", "paper", 6_040, 3_416, 999_611),
          new AcceleratorCase("gowalla", "paper", 48_653, 52_621, 1_800_000),
          new AcceleratorCase("gowalla-x10", "paper", 486_530, 526_210, 18_000_000));

  /** Returns the cases, or the same at a size that takes seconds. */
  public static List<AcceleratorCase> all(boolean trial) {
    return trial
        ? ALL.stream()
            .map(one -> new AcceleratorCase(one.size(), one.settings(), 120, 150, 2_400))
            .toList()
        : ALL;
  }

  /** Returns the name by which it is chosen, such as {@code ml-1m/paper}. */
  public String name() {
    return size + "/" + settings;
  }

  /**
   * Returns the settings: the default preset, or the paper's for the data, all with histories of 50
   * in the paper's and without dropout, whose random numbers would keep two devices apart.
   */
  HardGNN.Builder builder() {
    HardGNN.Builder builder =
        switch (name()) {
          case "ml-1m/default" -> HardGNN.builder().encoder(new ResidualGraph().dropout(0));
          case "ml-1m/paper" -> ofPaper(Presets.Paper.movieLens());
          default -> ofPaper(Presets.Paper.gowalla());
        };
    return builder.training(run -> run.stopping(stopping -> stopping.patience(0).evaluateEvery(1)));
  }

  private static HardGNN.Builder ofPaper(HardGNNConfig paper) {
    return HardGNN.builder(paper).encoder(((SelfGnn) paper.encoder()).historyLength(50));
  }
}
