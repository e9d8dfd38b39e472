package io.hardgnn.benchmarks.accelerator;

import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.data.IntervalGraph;
import io.hardgnn.data.IntervalScheme;
import io.hardgnn.data.TrainingData;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.encoder.selfgnn.SelfGnn;
import io.hardgnn.step.Draws;
import java.util.List;

/**
 * What a training step cannot do without, by a simple count: the floor of its time on a card.
 *
 * <p>Bytes: Adam reads and writes each parameter and its two moments and reads a gradient that was
 * written (8 passes); each layer of propagation reads a vector per edge, to users and to items,
 * forward and backward (4 passes). Activations are left out, as if they never left the chip.
 *
 * <p>Operations, a multiplication and an addition counting two: the additions of propagation; and
 * the dense products, three times for forward and backward, of the recurrence and the attention
 * over intervals for all items and the batch's users, of the attention over sequences without
 * padding, and of the scores of the softmax; once for those of mining in the whole catalogue.
 *
 * @param bytes moved to or from the memory of the card
 * @param operations in single precision
 */
public record StepWork(double bytes, double operations) {

  private static final int FLOAT = 4;

  /** Counts a step of a model with this number of parameters. */
  static StepWork of(HardGNNConfig config, TrainingData data, long parameters) {
    double d = config.encoder().embeddingDim();
    double users = Math.min(config.training().batchSize(), data.userCount());
    double tokens = users * meanHistory(config.encoder().historyLength(), data);
    double perPair = 2 * d * tokens / users;
    double passes;
    double dense;
    if (config.encoder() instanceof SelfGnn model) {
      List<IntervalGraph> graphs =
          data.intervalGraphs(
              model.propagation().intervals(), model.propagation().intervalScheme());
      passes = 4 * edges(graphs) * model.propagation().layers() * d;
      dense = (data.itemCount() + users) * model.propagation().intervals() * fusion(model);
      dense += tokens * model.history().layers() * (3 * d * d + perPair);
    } else {
      ResidualGraph model = (ResidualGraph) config.encoder();
      double all = edges(data.intervalGraphs(1, IntervalScheme.EQUAL_WIDTH));
      double edges = model.edgeSample() == 0 ? all : Math.min(model.edgeSample(), all);
      passes = 4 * edges * model.graphLayers() * d;
      dense = tokens * model.attentionLayers() * (6 * d * d + perPair);
    }
    Draws draws = config.objective().draws();
    dense += tokens * draws.shared() * d;
    boolean exact = draws.marksCatalogue() && draws.tableSteps() == 0;
    double mining = exact ? users * data.itemCount() * d : 0;
    return new StepWork(FLOAT * (8.0 * parameters + passes), passes + 2 * (3 * dense + mining));
  }

  /** Operations of recurrence and attention over intervals for a node and interval, halved. */
  private static double fusion(SelfGnn model) {
    double d = model.embeddingDim();
    double recurrence =
        switch (model.fusion().recurrence()) {
          case GRU -> 6 * d * d;
          case LSTM -> 8 * d * d;
          case NONE -> 0;
        };
    return recurrence + 3 * d * d;
  }

  private static double edges(List<IntervalGraph> graphs) {
    return graphs.stream().mapToDouble(IntervalGraph::edgeCount).sum();
  }

  private static double meanHistory(int longest, TrainingData data) {
    double sum = 0;
    for (int user = 0; user < data.userCount(); user++) {
      sum += Math.min(longest, data.sequences().length(user));
    }
    return sum / data.userCount();
  }

  /**
   * Returns the least time of a step on a card that moves data and computes at once.
   *
   * @param terabytesPerSecond of the card's memory
   * @param teraflops of single precision
   */
  public double floorMillis(double terabytesPerSecond, double teraflops) {
    return 1e3 * Math.max(bytes / (terabytesPerSecond * 1e12), operations / (teraflops * 1e12));
  }
}
