package io.hardgnn.benchmarks;

import io.hardgnn.HardGnnConfig;
import io.hardgnn.data.IntervalGraph;
import io.hardgnn.data.IntervalScheme;
import io.hardgnn.data.TrainingData;
import io.hardgnn.model.EncoderKind;
import io.hardgnn.model.ModelConfig;
import java.util.List;

/**
 * What a training step cannot do without, by a simple count: the floor of its time on a card.
 *
 * <p>Bytes: Adam reads and writes each parameter and its two moments and reads a gradient that was written (8 passes); each layer of
 * propagation reads a vector per edge, to users and to items, forward and backward (4 passes). Activations are left out, as if
 * they never left the chip.
 *
 * <p>Operations, a multiplication and an addition counting two: the additions of propagation; and the dense products, three times
 * for forward and backward, of the recurrence and the attention over intervals for all items and the batch's users, of the
 * attention over sequences without padding, and of the scores of the softmax; once for those of mining in the whole catalogue.
 *
 * @param bytes moved to or from the memory of the card
 * @param operations in single precision
 */
record StepWork(double bytes, double operations) {

  private static final int FLOAT = 4;

  /** Counts a step of a model with this number of parameters. */
  static StepWork of(HardGnnConfig config, TrainingData data, long parameters) {
    ModelConfig model = config.model();
    double d = model.embeddingDim();
    boolean selfGnn = model.encoder() == EncoderKind.SELF_GNN;
    double passes = 4 * edges(config, data) * model.graph().layers() * d;
    double users = Math.min(config.training().batchSize(), data.userCount());
    double tokens = users * meanHistory(model.sequence().historyLength(), data);

    double dense = 0;
    if (selfGnn) {
      double nodes = data.itemCount() + users;
      double recurrence =
          switch (model.interval().recurrence()) {
            case GRU -> 6 * d * d;
            case LSTM -> 8 * d * d;
            case NONE -> 0;
          };
      dense += nodes * model.graph().intervals() * (recurrence + 3 * d * d);
    }
    double perToken = (selfGnn ? 3 : 6) * d * d + 2 * d * tokens / users;
    dense += tokens * model.sequence().layers() * perToken;
    if (!config.objective().samplesPairs()) {
      dense += tokens * config.objective().negatives() * d;
    }
    double mining = config.objective().minesCatalogue() ? users * data.itemCount() * d : 0;
    return new StepWork(FLOAT * (8.0 * parameters + passes), passes + 2 * (3 * dense + mining));
  }

  private static double edges(HardGnnConfig config, TrainingData data) {
    ModelConfig model = config.model();
    if (model.encoder() == EncoderKind.SELF_GNN) {
      return edges(data.intervalGraphs(model.graph().intervals(), model.graph().intervalScheme()));
    }
    int sample = config.training().graphUserSample();
    double share = sample == 0 ? 1 : Math.min(1, sample / (double) data.userCount());
    return share * edges(data.intervalGraphs(1, IntervalScheme.EQUAL_WIDTH));
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
  double floorMillis(double terabytesPerSecond, double teraflops) {
    return 1e3 * Math.max(bytes / (terabytesPerSecond * 1e12), operations / (teraflops * 1e12));
  }
}
