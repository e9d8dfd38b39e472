package io.hardgnn.tf;

import io.hardgnn.batch.Batch;
import io.hardgnn.batch.BatchSource;
import io.hardgnn.engine.EpochReport;
import io.hardgnn.engine.LearningRateSchedule;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.NonFiniteLossException;
import io.hardgnn.engine.TrainedParameters;
import io.hardgnn.engine.TrainingConfig;
import io.hardgnn.engine.TrainingException;
import io.hardgnn.engine.TrainingJob;
import io.hardgnn.engine.Validation;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.tf.graph.TfGraph;
import io.hardgnn.tf.session.NativeMemory;
import io.hardgnn.tf.session.SessionSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One training run: one graph, one session, epoch after epoch until the end or until validation
 * stops improving.
 */
final class TrainingRun implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(TrainingRun.class);

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
  private Map<String, float[]> best = Map.of();
  private int bestEpoch;
  private double bestScore = Double.NEGATIVE_INFINITY;
  private int evaluationsWithoutGain;
  private int epochsDone;
  private long stepsDone;
  private boolean stopped; // from outside

  TrainingRun(TrainingJob job, SessionSettings settings) {
    this.job = job;
    this.definition = job.definition();
    this.config = job.config();
    this.deadline = new Deadline(job.timeBudget());
    this.fingerprint = job.checkpoint() == null ? "" : RunFingerprint.of(job);
    this.batches = new BatchSource(definition, config, job.data());
    this.stepsPerEpoch = batches.epoch(0).size();
    this.graph = TfGraph.create(settings.orThreads(job.threads()), config.seed());
    try {
      NodeTables tables = new NodeTables(graph, definition);
      this.steps = new TrainingStep(graph, definition, config, tables, stepsPerEpoch);
      MemoryEstimate.of(graph.parameters())
          .check(NativeMemory.limit(), Runtime.getRuntime().maxMemory());
      batches.wholeGraphs().forEach(graph::keep);
      this.scoring = new BlockScoring(graph, definition, tables);
    } catch (RuntimeException e) {
      graph.close();
      throw e;
    }
  }

  TrainedParameters train() {
    restore(Checkpoint.load(job, fingerprint));
    if (job.timeBudget() != null) {
      job.listener().onTimeBudget(deadline.left());
    }
    job.listener().onStart(config.epochs(), stepsPerEpoch, epochsDone + 1);
    LearningRateSchedule schedule = LearningRateSchedule.of(config, stepsPerEpoch);
    deadline.epochsBegin();
    boolean whole = true;
    while (epochsDone < config.epochs()
        && !stoppedEarly()
        && deadline.allowsAnother()
        && !stopped) {
      @Nullable EpochReport report = epoch(epochsDone, schedule);
      whole = report != null && report.steps() == stepsPerEpoch;
      if (report == null) {
        break;
      }
      history.add(report);
      epochsDone++;
      if (whole) { // or a resumed run would go on from what no run without a stop comes to
        saveCheckpoint();
      }
      deadline.epochEnded();
      job.listener().onEpoch(report);
    }
    if (epochsDone < config.epochs() && !stoppedEarly() && !deadline.allowsAnother()) {
      log.info(
          "training ends with epoch {}: one more would not end within the time budget of {} minutes",
          epochsDone,
          String.format(Locale.ROOT, "%.1f", deadline.minutes()));
    }
    if (stopped) {
      log.info("training was stopped in epoch {}", whole ? epochsDone : history.size() + 1);
    }
    if (whole) {
      evaluateLast();
    }
    job.listener().onEnd(bestEpoch);
    return trained();
  }

  /**
   * Evaluates the last epoch where that is still to be done: a run that is resumed with fewer
   * epochs, or whose time is over, may end with one that was not the last when it was trained. It
   * then ends as a run of that number of epochs does.
   */
  private void evaluateLast() {
    EpochReport last = history.get(history.size() - 1);
    boolean done = job.validation() == null ? bestEpoch > 0 : !last.validation().isEmpty();
    if (done || (epochsDone < config.epochs() && deadline.allowsAnother() && !stopped)) {
      return;
    }
    int epoch = last.epoch() - 1;
    long start = System.nanoTime();
    Map<String, float[]> current = graph.parameters().readAll(graph.parameters().parameterNames());
    Map<String, float[]> kept = steps.keptWeights(current);
    Map<String, Double> metrics = validate(epoch, true, kept, current);
    boolean improved = choose(epoch, metrics, kept);
    EpochReport evaluated =
        new EpochReport(
            last.epoch(),
            last.steps(),
            last.loss(),
            last.terms(),
            metrics,
            last.learningRate(),
            last.trainSeconds(),
            last.waitSeconds(),
            (System.nanoTime() - start) / 1e9,
            improved);
    history.set(history.size() - 1, evaluated);
  }

  private boolean stoppedEarly() {
    return config.stopping().patience() > 0
        && evaluationsWithoutGain >= config.stopping().patience();
  }

  /**
   * Trains an epoch and evaluates it if that is due. If the run is stopped within it, it ends there
   * and is evaluated, or null is returned if another was evaluated before.
   */
  private @Nullable EpochReport epoch(int epoch, LearningRateSchedule schedule) {
    List<int[]> plan = batches.epoch(epoch);
    int done = 0;
    TermSums sums = new TermSums(steps.termNames());
    double rate = 0;
    long start = System.nanoTime();
    double waited;
    @Nullable Batch last = null;
    try (BatchFeeder feeder = new BatchFeeder(batches, epoch, plan)) {
      for (int step = 1; step <= plan.size() && !stopped; step++) {
        Batch batch = feeder.next();
        last = batch;
        rate = schedule.at(stepsDone + 1);
        Map<String, Double> terms = steps.run(batch, epoch, rate, stepsDone + 1);
        requireFinite(terms, epoch + 1, step);
        stepsDone++;
        sums.add(terms);
        job.listener().onStep(epoch + 1, step, sums.lastLoss());
        done = step;
        stopped = job.stopWhen().getAsBoolean();
      }
      waited = feeder.waitedSeconds();
    }
    if (done < plan.size() && bestEpoch > 0) {
      return null;
    }
    Map<String, float[]> current = finiteParameters(last, epoch, done);
    Map<String, float[]> kept = steps.keptWeights(current);
    double trainSeconds = (System.nanoTime() - start) / 1e9;
    start = System.nanoTime();
    Map<String, Double> metrics =
        validate(epoch, stopped || epoch + 1 >= config.epochs(), kept, current);
    boolean improved = choose(epoch, metrics, kept);
    double validationSeconds = (System.nanoTime() - start) / 1e9;
    return new EpochReport(
        epoch + 1,
        done,
        sums.meanLoss(),
        sums.meanTerms(),
        metrics,
        rate,
        trainSeconds,
        waited,
        validationSeconds,
        improved);
  }

  /**
   * Returns the parameters after an epoch. A step's loss is that of the parameters before its
   * update, so the last update has not been seen by any loss yet: one more is computed, or the
   * checkpoint might hold what cannot be trained further.
   */
  private Map<String, float[]> finiteParameters(@Nullable Batch last, int epoch, int step) {
    if (last != null) {
      requireFinite(steps.measure(last, epoch, stepsDone), epoch + 1, step);
    }
    Map<String, float[]> parameters =
        graph.parameters().readAll(graph.parameters().parameterNames());
    parameters.forEach(
        (name, values) -> {
          for (float value : values) {
            if (!Float.isFinite(value)) {
              throw nonFinite(epoch + 1, step, name, Map.of(name, (double) value));
            }
          }
        });
    return parameters;
  }

  private void requireFinite(Map<String, Double> terms, int epoch, int step) {
    @Nullable String culprit = null;
    for (Map.Entry<String, Double> term : terms.entrySet()) {
      if (!Double.isFinite(term.getValue())
          && (culprit == null || culprit.equals(TrainingStep.TOTAL))) {
        culprit = term.getKey();
      }
    }
    if (culprit != null) {
      throw nonFinite(epoch, step, culprit, terms);
    }
  }

  private NonFiniteLossException nonFinite(
      int epoch, int step, String term, Map<String, Double> terms) {
    String checkpoint =
        job.checkpoint() == null || epochsDone == 0
            ? "there is no checkpoint to go back to"
            : "the checkpoint " + job.checkpoint() + " holds the state after epoch " + epochsDone;
    return new NonFiniteLossException(epoch, step, term, terms, checkpoint);
  }

  /** Evaluates the weights that are kept, and leaves the current ones in the graph. */
  private Map<String, Double> validate(
      int epoch, boolean last, Map<String, float[]> kept, Map<String, float[]> current) {
    boolean due = last || (epoch + 1) % config.stopping().evaluateEvery() == 0;
    Validation validation = job.validation();
    if (validation == null || !due) {
      return Map.of();
    }
    graph.parameters().assignAll(kept);
    scoring.computeTables();
    Map<String, Double> metrics = validation.evaluate(scoring);
    graph.parameters().assignAll(current);
    @Nullable Double choice = metrics.get(Validation.CHOICE);
    if (choice == null || choice.isNaN()) {
      throw new TrainingException(
          "the best epoch is chosen by "
              + Validation.CHOICE
              + ", which validation of epoch "
              + (epoch + 1)
              + " did not give as a number; it gave "
              + metrics);
    }
    return metrics;
  }

  /** Keeps the parameters of the best epoch; without validation the last one counts as the best. */
  private boolean choose(int epoch, Map<String, Double> metrics, Map<String, float[]> parameters) {
    @Nullable Double score = metrics.get(Validation.CHOICE);
    if (job.validation() != null && score == null) {
      return false;
    }
    boolean improved = score == null || score > bestScore;
    if (improved) {
      bestScore = score == null ? bestScore : score;
      bestEpoch = epoch + 1;
      evaluationsWithoutGain = 0;
      best = parameters;
    } else {
      evaluationsWithoutGain++;
    }
    return improved;
  }

  private void saveCheckpoint() {
    if (job.checkpoint() == null) {
      return;
    }
    List<String> names = new ArrayList<>(graph.parameters().parameterNames());
    names.addAll(graph.parameters().slotNames());
    Checkpoint.State state =
        new Checkpoint.State(
            fingerprint,
            epochsDone,
            stepsDone,
            bestEpoch,
            bestEpoch == 0 ? 0 : bestScore,
            evaluationsWithoutGain,
            history);
    new Checkpoint(state, graph.parameters().readAll(names), best).save(job.checkpoint());
  }

  private void restore(@Nullable Checkpoint checkpoint) {
    if (checkpoint == null) {
      return;
    }
    Set<String> expected = new HashSet<>(graph.parameters().parameterNames());
    expected.addAll(graph.parameters().slotNames());
    if (!checkpoint.current().keySet().equals(expected)) {
      throw new TrainingException(
          "the checkpoint "
              + job.checkpoint()
              + " was written by another encoder or objective; train with that, or without resuming");
    }
    graph.parameters().assignAll(checkpoint.current());
    best = checkpoint.best();
    epochsDone = checkpoint.state().epoch();
    stepsDone = checkpoint.state().step();
    bestEpoch = checkpoint.state().bestEpoch();
    bestScore = bestEpoch == 0 ? Double.NEGATIVE_INFINITY : checkpoint.state().bestScore();
    evaluationsWithoutGain = checkpoint.state().evaluationsWithoutGain();
    history.addAll(checkpoint.state().history());
  }

  private TrainedParameters trained() {
    graph.parameters().assignAll(best);
    scoring.computeTables();
    Map<String, HostTensor> parameters = new LinkedHashMap<>();
    best.forEach((name, values) -> parameters.put(name, HostTensor.of(values, dims(name))));
    int d = definition.embeddingDim();
    float @Nullable [] users = scoring.userTable();
    return new TrainedParameters(
        parameters,
        HostTensor.of(scoring.itemTable(), definition.itemCount(), d),
        users == null ? null : HostTensor.of(users, definition.userCount(), d),
        List.copyOf(history),
        bestEpoch);
  }

  private int[] dims(String name) {
    return graph.parameters().shape(name).dims().stream().mapToInt(dim -> dim.size()).toArray();
  }

  @Override
  public void close() {
    graph.close();
  }
}
