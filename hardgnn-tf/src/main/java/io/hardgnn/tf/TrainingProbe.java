package io.hardgnn.tf;

import io.hardgnn.batch.Batch;
import io.hardgnn.batch.BatchSource;
import io.hardgnn.data.TrainingData;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.TrainingConfig;
import io.hardgnn.tf.graph.TfGraph;
import io.hardgnn.tf.session.EngineException;
import io.hardgnn.tf.session.NativeLibraryException;
import io.hardgnn.tf.session.NativeMemory;
import io.hardgnn.tf.session.OperationTimes;
import io.hardgnn.tf.session.SessionSettings;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs single training steps to measure them, with every term of the objective and batches built
 * ahead as in a real run, but without validation, checkpoints or a result. Not thread-safe.
 */
public final class TrainingProbe implements AutoCloseable {

  private final ModelDefinition definition;
  private final TrainingConfig config;
  private final BatchSource batches;
  private final TfGraph graph;
  private final TrainingStep steps;
  private int epoch;
  private long stepsDone;
  private Iterator<int[]> upcoming;
  private @Nullable BatchFeeder feeder;

  /**
   * Builds the graph of a training run on the machine's
   * {@linkplain SessionSettings#defaults() defaults}.
   */
  public TrainingProbe(ModelDefinition definition, TrainingConfig config, TrainingData data) {
    this(definition, config, data, SessionSettings.defaults());
  }

  /**
   * Builds the graph of a training run.
   *
   * @param settings how it uses the machine
   * @throws IllegalArgumentException if there is nothing to learn from, or model and data do not
   *     fit
   * @throws NativeLibraryException if TensorFlow's native library is missing or cannot be loaded
   */
  public TrainingProbe(
      ModelDefinition definition,
      TrainingConfig config,
      TrainingData data,
      SessionSettings settings) {
    this.definition = definition;
    this.config = config;
    this.batches = new BatchSource(definition, config, data);
    this.epoch = definition.objective().warmupEpochs() - 1; // the next one has all terms
    this.upcoming = List.<int[]>of().iterator();
    this.graph = TfGraph.create(settings, config.seed());
    try {
      this.steps =
          new TrainingStep(
              graph, definition, config, new NodeTables(graph, definition), stepsPerEpoch());
      batches.wholeGraphs().forEach(graph::keep);
    } catch (RuntimeException | Error e) {
      graph.close();
      throw e;
    }
  }

  /** Returns the number of steps of an epoch. */
  public int stepsPerEpoch() {
    return batches.epoch(definition.objective().warmupEpochs()).size();
  }

  /**
   * Trains on and times it. The first steps of a probe are slower, because TensorFlow prepares
   * itself: run some before those that count.
   *
   * @param count number of steps, at least 1; goes on into further epochs where one is too short
   * @throws io.hardgnn.engine.TrainingException if a batch cannot be built
   * @throws EngineException if TensorFlow fails
   */
  public StepTimes run(int count) {
    List<StepTimes.Step> times = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      Batch batch = nextBatch();
      long ready = System.nanoTime();
      stepsDone++;
      run(batch);
      times.add(
          new StepTimes.Step(
              batch.sequences(),
              batch.queries(),
              (ready - start) / 1e6,
              (System.nanoTime() - ready) / 1e6,
              steps.madeTable(stepsDone)));
    }
    return new StepTimes(times);
  }

  /**
   * Trains one step more and returns where its time went, as TensorFlow traced it.
   *
   * @throws io.hardgnn.engine.TrainingException if the batch cannot be built
   * @throws EngineException if TensorFlow fails
   */
  public OperationTimes profile() {
    Batch batch = nextBatch();
    stepsDone++;
    return NativeMemory.within(
        () -> steps.profile(batch, epoch, config.adam().learningRate(), stepsDone));
  }

  /**
   * Trains one step more and returns how far the two ways of mining hard negatives out of the
   * catalogue agreed on its batch and the parameters it started from: proposals, with which it
   * trained, and the comparison with every item.
   *
   * @throws IllegalStateException if the objective does not mine by proposals, or others of them
   *     than the hardest by cosine
   * @throws io.hardgnn.engine.TrainingException if the batch cannot be built
   * @throws EngineException if TensorFlow fails
   */
  public MiningAgreement compareMining() {
    Batch batch = nextBatch();
    stepsDone++;
    MiningAgreement agreement = NativeMemory.within(() -> steps.compareMining(batch, stepsDone));
    run(batch);
    return agreement;
  }

  private void run(Batch batch) {
    Map<String, Double> unused =
        NativeMemory.within(() -> steps.run(batch, epoch, config.adam().learningRate(), stepsDone));
  }

  private Batch nextBatch() {
    BatchFeeder open = feeder;
    if (open == null || !upcoming.hasNext()) {
      closeFeeder();
      epoch++;
      List<int[]> plan = batches.epoch(epoch);
      upcoming = plan.iterator();
      open = new BatchFeeder(batches, epoch, plan);
      feeder = open;
    }
    upcoming.next();
    return open.next();
  }

  private void closeFeeder() {
    if (feeder != null) {
      feeder.close();
      feeder = null;
    }
  }

  @Override
  public void close() {
    closeFeeder();
    graph.close();
  }
}
