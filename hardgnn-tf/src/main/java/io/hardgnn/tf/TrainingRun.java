package io.hardgnn.tf;

import io.hardgnn.batch.Batch;
import io.hardgnn.batch.BatchSource;
import io.hardgnn.engine.EpochReport;
import io.hardgnn.engine.LearningRateSchedule;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.TrainedParameters;
import io.hardgnn.engine.TrainingConfig;
import io.hardgnn.engine.TrainingException;
import io.hardgnn.engine.TrainingJob;
import io.hardgnn.engine.Validation;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.ParameterRole;
import io.hardgnn.ops.lowering.ShapeOps;
import io.hardgnn.tf.graph.TfGraph;
import io.hardgnn.tf.session.NativeHeap;
import io.hardgnn.tf.session.NativeMemory;
import io.hardgnn.tf.session.SessionSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One training run: one graph, one session, epoch after epoch until the end or until validation
 * stops improving.
 */
final class TrainingRun implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);

  /** Steps after which memory that they freed is given back, as it is after each epoch. */
  private static final int TRIM_EVERY = 100;

  private final TrainingJob job;
  private final ModelDefinition definition;
  private final TrainingConfig config;
  private final BatchSource batches;
  private final int stepsPerEpoch;
  private final TfGraph graph;
  private final TrainingStep steps;
  private final BlockScoring scoring;
  private final String fingerprint;
  private final Deadline deadline;

  private final List<EpochReport> history = new ArrayList<>();
  private final BestEpoch best;
  private int epochsDone;
  private long stepsDone;
  private boolean stopped; // from outside
  private double firstStepExcess; // seconds by which an epoch's first step was longer than others

  TrainingRun(TrainingJob job, SessionSettings settings) {
    this.job = job;
    this.definition = job.definition();
    this.config = job.config();
    this.deadline = new Deadline(job.timeBudget());
    this.best = new BestEpoch(job.validation() != null);
    this.fingerprint = job.checkpoint() == null ? "" : RunFingerprint.of(job);
    this.batches = new BatchSource(definition, config, job.data());
    this.stepsPerEpoch = batches.epoch(0).size();
    this.graph = TfGraph.create(settings.orThreads(job.threads()), config.seed());
    try {
      // Before the first value is made: every parameter waits for its own on the heap.
      long processLimit = graph.onGpu() ? Long.MAX_VALUE : NativeMemory.limit();
      estimate().check(processLimit, Runtime.getRuntime().maxMemory());
      job.start().forEach((name, value) -> graph.parameters().assign(name, value.floats()));
      NodeTables tables = new NodeTables(graph, definition);
      this.steps = new TrainingStep(graph, definition, config, tables, stepsPerEpoch);
      batches.wholeGraphs().forEach(graph::keep);
      this.scoring = new BlockScoring(graph, definition, tables);
    } catch (RuntimeException | Error e) {
      graph.close();
      throw e;
    }
  }

  private MemoryEstimate estimate() {
    Path checkpoint = job.checkpoint();
    boolean validates = job.validation() != null;
    int every = validates ? config.stopping().evaluateEvery() : 1;
    return MemoryEstimate.of(
        ParameterBytes.of(definition, config, job.start()),
        StepBytes.of(definition, config, job.data().sequences(), stepsPerEpoch),
        new MemoryEstimate.Moments(
            ParameterBytes.averages(config),
            validates,
            config.epochs() >= 2L * every,
            checkpoint != null && config.epochs() >= every,
            checkpoint != null && job.resume() && ArtifactDirectory.exists(checkpoint)));
  }

  TrainedParameters train() {
    restore(Checkpoint.load(job, fingerprint));
    Checkpoint.requireWritable(job);
    if (job.timeBudget() != null) {
      job.listener().onTimeBudget(deadline.left());
    }
    job.listener().onStart(config.epochs(), stepsPerEpoch, epochsDone + 1);
    if ((long) config.epochs() * stepsPerEpoch < config.schedule().warmupSteps()) {
      LOG.warn(
          "the learning rate warms up over {} steps, but the run has {} ({} an epoch): it never has"
              + " the rate that is set; train more epochs, or set fewer training.schedule.warmupSteps",
          config.schedule().warmupSteps(),
          (long) config.epochs() * stepsPerEpoch,
          stepsPerEpoch);
    }
    LearningRateSchedule schedule = LearningRateSchedule.of(config, stepsPerEpoch);
    deadline.epochsBegin(
        history.stream()
            .mapToDouble(epoch -> epoch.trainSeconds() + epoch.validationSeconds())
            .max()
            .orElse(0));
    boolean whole = true;
    boolean left = false; // the epoch under way, out of the run
    boolean first = true;
    while (wantsAnother() && deadline.allowsAnother() && !stopped) {
      @Nullable EpochReport report = epoch(epochsDone, schedule);
      left = report == null;
      whole = report != null && report.steps() == stepsPerEpoch;
      if (report == null) {
        break;
      }
      history.add(report);
      epochsDone++;
      requireNotInterrupted(); // a checkpoint could not be written
      if (whole) {
        // Before an evaluation that only the end of this run asks for, or a run that goes on from
        // here would not come to what one without an end comes to.
        saveCheckpoint();
      }
      // In the first step of a run the engine prepares what all others use.
      deadline.epochEnded(first ? firstStepExcess : 0);
      first = false;
      if (whole) {
        evaluateLast();
        requireNotInterrupted();
      }
      NativeHeap.trim();
      job.listener().onEpoch(history.get(history.size() - 1));
    }
    if (wantsAnother() && !deadline.allowsAnother()) {
      LOG.info(
          "training ends with epoch {}: one more would not end within the time budget of {}"
              + " minutes",
          epochsDone,
          String.format(Locale.ROOT, "%.1f", deadline.minutes()));
    }
    if (idle() && epochsDone < config.epochs()) {
      LOG.info(
          "training ends with epoch {}: {} evaluations brought nothing better than epoch {}"
              + " (training.stopping.patience is {})",
          epochsDone,
          best.evaluationsWithoutGain(),
          best.epoch(),
          config.stopping().patience());
    }
    if (stopped) {
      LOG.info(
          "training was stopped in epoch {}{}",
          left ? epochsDone + 1 : epochsDone,
          deadline.isOver() ? ": its time is over" : "");
    }
    if (whole && evaluateLast()) { // no epoch was left to train
      requireNotInterrupted();
      job.listener().onEpoch(history.get(history.size() - 1));
    }
    job.listener().onEnd(best.epoch());
    return trained();
  }

  /**
   * Evaluates the last epoch of this run where that is still to be done: a run that is resumed with
   * fewer epochs, or whose time is over, ends as a run of that number of epochs does. No checkpoint
   * knows of it.
   *
   * @return whether it was evaluated
   */
  private boolean evaluateLast() {
    EpochReport last = history.get(history.size() - 1);
    boolean done = job.validation() == null ? best.epoch() > 0 : !last.validation().isEmpty();
    if (done || (epochsDone < config.epochs() && deadline.allowsAnother() && !stopped)) {
      return false;
    }
    Map<String, float[]> current = parameters();
    history.set(history.size() - 1, judged(last, true, steps.keptWeights(current), current));
    return true;
  }

  private static void requireNotInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new TrainingException("training was interrupted");
    }
  }

  /** Returns whether there are epochs left that validation does not make idle. */
  private boolean wantsAnother() {
    return epochsDone < config.epochs() && !idle();
  }

  /** Returns whether so many evaluations brought nothing that another epoch is not worth it. */
  private boolean idle() {
    int patience = config.stopping().patience();
    return patience > 0 && best.evaluationsWithoutGain() >= patience;
  }

  /**
   * Trains an epoch and evaluates it if that is due. If the run is stopped within it, or
   * {@linkplain #timeEndsEpoch its time is over}, it ends there and is evaluated; null is returned
   * if another was evaluated before.
   */
  private @Nullable EpochReport epoch(int epoch, LearningRateSchedule schedule) {
    List<int[]> plan = batches.epoch(epoch);
    int done = 0;
    TermSums sums = new TermSums(steps.termNames());
    double rate = 0;
    long start = System.nanoTime();
    double waited;
    double firstStep = 0;
    @Nullable Batch last = null;
    try (BatchFeeder feeder = new BatchFeeder(batches, epoch, plan)) {
      for (int step = 1; step <= plan.size() && !stopped; step++) {
        Batch batch = feeder.next();
        last = batch;
        rate = schedule.at(stepsDone + 1);
        Map<String, Double> terms = steps.run(batch, epoch, rate, stepsDone + 1);
        firstStep = step == 1 ? (System.nanoTime() - start) / 1e9 : firstStep;
        finite(epoch, step).terms(terms);
        stepsDone++;
        sums.add(terms);
        job.listener().onStep(epoch + 1, step, sums.lastLoss());
        done = step;
        if (step % TRIM_EVERY == 0) {
          NativeHeap.trim();
        }
        requireNotInterrupted();
        stopped = job.stopWhen().getAsBoolean() || timeEndsEpoch();
      }
      waited = feeder.waitedSeconds();
    }
    if (done < plan.size() && best.epoch() > 0) {
      return null;
    }
    Map<String, float[]> current = finiteParameters(last, epoch, done);
    Map<String, float[]> kept = steps.keptWeights(current);
    double trainSeconds = (System.nanoTime() - start) / 1e9;
    double usual = (trainSeconds - firstStep) / Math.max(1, done - 1);
    firstStepExcess = done > 1 ? Math.max(0, firstStep - usual) : 0;
    EpochReport trained =
        new EpochReport(
            epoch + 1,
            done,
            sums.meanLoss(),
            sums.meanTerms(),
            Map.of(),
            rate,
            trainSeconds,
            waited,
            0,
            false);
    return judged(trained, done < plan.size(), kept, current);
  }

  /**
   * Returns whether the epoch under way ends with the time. Where others were evaluated that is
   * only an overrun, and only if none of them is lost by it.
   */
  private boolean timeEndsEpoch() {
    if (best.epoch() == 0) {
      return deadline.isOver();
    }
    boolean judged =
        job.validation() == null || !history.get(history.size() - 1).validation().isEmpty();
    return judged && deadline.isOverrun();
  }

  /**
   * Returns the parameters after an epoch. A step's loss is that of the parameters before its
   * update, so the last update has not been seen by any loss yet: one more is computed, or the
   * checkpoint might hold what cannot be trained further.
   */
  private Map<String, float[]> finiteParameters(@Nullable Batch last, int epoch, int step) {
    FiniteCheck check = finite(epoch, step);
    if (last != null) {
      check.terms(steps.measure(last, epoch, stepsDone));
    }
    Map<String, float[]> parameters = parameters();
    check.parameters(parameters);
    return parameters;
  }

  private FiniteCheck finite(int epoch, int step) {
    String remedy =
        job.checkpoint() == null || epochsDone == 0
            ? "there is no checkpoint to go back to"
            : "the checkpoint " + job.checkpoint() + " holds the state after epoch " + epochsDone;
    return new FiniteCheck(epoch + 1, step, remedy);
  }

  private Map<String, float[]> parameters() {
    return graph.parameters().readAll(graph.parameters().parameterNames());
  }

  /**
   * Completes a report by validation, where that is due, and by whether the epoch is the best.
   *
   * @param last whether it is evaluated even if that is not due
   * @param kept weights to validate and to keep
   * @param current weights that training goes on from
   */
  private EpochReport judged(
      EpochReport trained, boolean last, Map<String, float[]> kept, Map<String, float[]> current) {
    long start = System.nanoTime();
    int epoch = trained.epoch();
    boolean due = last || epoch % config.stopping().evaluateEvery() == 0;
    Map<String, Double> metrics = due ? validate(epoch, kept, current) : Map.of();
    boolean improved = best.offer(epoch, metrics, kept, isWarm(epoch));
    return new EpochReport(
        epoch,
        trained.steps(),
        trained.loss(),
        trained.terms(),
        metrics,
        trained.learningRate(),
        trained.trainSeconds(),
        trained.waitSeconds(),
        (System.nanoTime() - start) / 1e9,
        improved);
  }

  /** Returns whether the rate has reached its height and the losses that join late have joined. */
  private boolean isWarm(int epoch) {
    return stepsDone > config.schedule().warmupSteps()
        && epoch > definition.objective().warmupEpochs();
  }

  /** Evaluates the weights that are kept, and leaves the current ones in the graph. */
  private Map<String, Double> validate(
      int epoch, Map<String, float[]> kept, Map<String, float[]> current) {
    Validation validation = job.validation();
    if (validation == null) {
      return Map.of();
    }
    boolean averaged = kept != current;
    if (averaged) {
      graph.parameters().assignAll(kept);
    }
    scoring.computeTables(batches::learns);
    Map<String, Double> metrics = validation.evaluate(scoring);
    if (averaged) {
      graph.parameters().assignAll(current);
    }
    BestEpoch.requireChoice(epoch, metrics);
    return metrics;
  }

  private void saveCheckpoint() {
    if (job.checkpoint() == null) {
      return;
    }
    Checkpoint.State state =
        new Checkpoint.State(
            fingerprint,
            epochsDone,
            stepsDone,
            best.epoch(),
            best.score(),
            best.evaluationsWithoutGain(),
            history);
    new Checkpoint(state, graph.parameters().readAll(variables()), best.parameters())
        .save(job.checkpoint());
  }

  /** Returns the names of all that a checkpoint holds of the run as it is. */
  private List<String> variables() {
    List<String> names = new ArrayList<>(graph.parameters().parameterNames());
    names.addAll(graph.parameters().slotNames());
    return names;
  }

  private void restore(@Nullable Checkpoint checkpoint) {
    if (checkpoint == null) {
      return;
    }
    boolean fits =
        graph.parameters().fits(variables(), checkpoint.current())
            && (checkpoint.state().bestEpoch() == 0
                || graph.parameters().fits(graph.parameters().parameterNames(), checkpoint.best()));
    if (!fits) {
      throw new TrainingException(
          "the checkpoint "
              + job.checkpoint()
              + " was written by another encoder or objective; train with that, or without"
              + " resuming");
    }
    if (checkpoint.state().epoch() > config.epochs()) {
      LOG.warn(
          "the checkpoint {} has {} epochs, more than training.epochs, which is {}: nothing is trained,"
              + " and the best of them all is kept",
          job.checkpoint(),
          checkpoint.state().epoch(),
          config.epochs());
    }
    graph.parameters().assignAll(checkpoint.current());
    best.restore(checkpoint);
    epochsDone = checkpoint.state().epoch();
    stepsDone = checkpoint.state().step();
    history.addAll(checkpoint.state().history());
  }

  private TrainedParameters trained() {
    graph.parameters().assignAll(best.parameters());
    scoring.computeTables(batches::learns);
    Map<String, HostTensor> parameters = new LinkedHashMap<>();
    ShapeOps served = new ShapeOps();
    definition.declareServed(served);
    best.parameters()
        .forEach(
            (name, values) -> {
              boolean ofUsers =
                  served.parameterNames().contains(name)
                      && served.role(name) == ParameterRole.USER_TABLE;
              float[] kept = ofUsers ? withoutUnlearned(values) : values;
              parameters.put(name, HostTensor.of(kept, dims(name)));
            });
    int d = definition.embeddingDim();
    float @Nullable [] users = scoring.userTable();
    return new TrainedParameters(
        parameters,
        HostTensor.of(scoring.itemTable(), definition.itemCount(), d),
        users == null ? null : HostTensor.of(users, definition.userCount(), d),
        List.copyOf(history),
        best.epoch());
  }

  /** What is served must not depend on random numbers, also where a refresh propagates anew. */
  private float[] withoutUnlearned(float[] table) {
    float[] kept = table.clone();
    UnlearnedUsers.replace(
        kept, definition.userCount(), batches::learns, definition.encoderConfig().unknownUser());
    return kept;
  }

  private int[] dims(String name) {
    return graph.parameters().shape(name).dims().stream().mapToInt(dim -> dim.size()).toArray();
  }

  @Override
  public void close() {
    graph.close();
  }
}
