package io.hardgnn;

import io.hardgnn.data.HeldOut;
import io.hardgnn.engine.EpochReport;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.Scorer;
import io.hardgnn.engine.TrainedParameters;
import io.hardgnn.engine.TrainingEngine;
import io.hardgnn.engine.TrainingJob;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.lowering.ShapeOps;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An engine in plain Java for tests: parameters are drawn, not trained, and scores are inner
 * products of an item's row and the mean of the history's rows. Validation, listeners and closing
 * are those of a real engine.
 */
public final class PlainEngine implements TrainingEngine {

  private static final int STEPS = 4;

  /**
   * The last job of any instance in this thread; instances that the service loader makes are not
   * ours to hold.
   */
  static final ThreadLocal<TrainingJob> LAST_JOB = new ThreadLocal<>();

  static final AtomicInteger OPEN_SCORERS = new AtomicInteger();

  @Override
  public String name() {
    return "plain 1";
  }

  @Override
  public TrainedParameters train(TrainingJob job) {
    LAST_JOB.set(job);
    ModelDefinition definition = job.definition();
    int epochs = job.config().epochs();
    job.listener().onStart(epochs, STEPS, 1);
    List<EpochReport> history = new ArrayList<>();
    TrainedParameters trained = draw(definition, job.config().seed());
    for (int epoch = 1; epoch <= epochs; epoch++) {
      for (int step = 1; step <= STEPS; step++) {
        job.listener().onStep(epoch, step, 1.0 / (epoch + step));
      }
      Map<String, Double> metrics = Map.of();
      if (job.validation() != null) {
        try (Scorer scorer = scorer(definition, trained)) {
          metrics = job.validation().evaluate(scorer);
        }
      }
      EpochReport report =
          new EpochReport(
              epoch,
              STEPS,
              1.0 / epoch,
              Map.of("softmax", 1.0 / epoch),
              metrics,
              1e-3,
              0.5,
              0.1,
              0.2,
              epoch == 1);
      history.add(report);
      job.listener().onEpoch(report);
    }
    job.listener().onEnd(1);
    return new TrainedParameters(
        trained.parameters(), trained.itemTable(), trained.userTable(), history, 1);
  }

  private static TrainedParameters draw(ModelDefinition definition, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int d = definition.embeddingDim();
    ShapeOps tables = new ShapeOps();
    definition.nodeTables(tables);
    ShapeOps step = new ShapeOps();
    definition.trainingStep(step);
    Map<String, HostTensor> parameters = new LinkedHashMap<>();
    for (ShapeOps ops : List.of(tables, step)) {
      ops.parameters()
          .forEach(
              (name, value) -> {
                int[] dims = value.shape().dims().stream().mapToInt(dim -> dim.size()).toArray();
                parameters.computeIfAbsent(name, any -> random(random, dims));
              });
    }
    return new TrainedParameters(
        parameters,
        random(random, definition.itemCount(), d),
        definition.embedsUsers() ? random(random, definition.userCount(), d) : null,
        List.of(),
        1);
  }

  private static HostTensor random(SplittableRandom random, int... dims) {
    int size = 1;
    for (int dim : dims) {
      size *= dim;
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return HostTensor.of(values, dims);
  }

  @Override
  public Scorer scorer(ModelDefinition definition, TrainedParameters parameters) {
    OPEN_SCORERS.incrementAndGet();
    return new MeanOfHistory(parameters.itemTable(), definition.itemCount());
  }

  private static final class MeanOfHistory implements Scorer {
    private final float[] table;
    private final int items;
    private boolean closed;

    MeanOfHistory(HostTensor table, int items) {
      this.table = table.floats();
      this.items = items;
    }

    @Override
    public int itemCount() {
      return items;
    }

    @Override
    public void score(HeldOut heldOut, int[] users, int count, float[] scores) {
      if (closed) {
        throw new IllegalStateException("the scorer is closed");
      }
      int d = table.length / items;
      for (int row = 0; row < count; row++) {
        float[] mean = new float[d];
        int length = heldOut.historyLength(users[row]);
        for (int position = 0; position < length; position++) {
          int item = heldOut.historyItem(users[row], position);
          for (int k = 0; k < d; k++) {
            mean[k] += table[item * d + k] / length;
          }
        }
        for (int item = 0; item < items; item++) {
          float sum = 0;
          for (int k = 0; k < d; k++) {
            sum += mean[k] * table[item * d + k];
          }
          scores[row * items + item] = sum;
        }
      }
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        OPEN_SCORERS.decrementAndGet();
      }
    }
  }
}
