package io.hardgnn.tf;

import io.hardgnn.batch.Batch;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.TrainingConfig;
import io.hardgnn.loss.Objective;
import io.hardgnn.ops.Expr;
import io.hardgnn.tf.graph.AdamOptimizer;
import io.hardgnn.tf.graph.AdamSettings;
import io.hardgnn.tf.graph.Feeds;
import io.hardgnn.tf.graph.Fetched;
import io.hardgnn.tf.graph.ParameterUpdate;
import io.hardgnn.tf.graph.RunRequest;
import io.hardgnn.tf.graph.TfGraph;
import io.hardgnn.tf.graph.WeightAverages;
import io.hardgnn.tf.session.OperationTimes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The training step inside a {@link TfGraph}: with all terms, and with those of the first epochs
 * only.
 */
final class TrainingStep {

  /** Name of the weighted sum among the terms of a step. */
  static final String TOTAL = Objective.TOTAL;

  private final TfGraph graph;
  private final ModelDefinition definition;
  private final AdamOptimizer adam;
  private final @Nullable WeightAverages averages;
  private final double averageDecay;
  private final long seed;
  private final int warmupEpochs;
  private final Map<String, Expr> allTerms = new LinkedHashMap<>();
  private final Map<String, Expr> warmupTerms = new LinkedHashMap<>();
  private final RunRequest allPlan;
  private final RunRequest warmupPlan;
  private final @Nullable MiningTable miningTable;
  private final boolean minesInWarmup;
  private @Nullable MiningComparison miningComparison;

  TrainingStep(
      TfGraph graph,
      ModelDefinition definition,
      TrainingConfig config,
      NodeTables tables,
      int stepsPerEpoch) {
    this.graph = graph;
    this.definition = definition;
    this.seed = config.seed();
    this.averages = config.averagedEpochs() > 0 ? new WeightAverages(graph) : null;
    this.averageDecay = Math.exp(-1 / (config.averagedEpochs() * stepsPerEpoch));
    Objective objective = definition.objective();
    this.warmupEpochs = objective.warmupEpochs();
    Objective.Terms terms = definition.trainingStep(graph.training("step"));
    this.adam =
        new AdamOptimizer(
            graph,
            AdamSettings.defaults()
                .betas(config.adam().beta1(), config.adam().beta2())
                .epsilon(config.adam().epsilon())
                .weightDecay(config.adam().weightDecay(), name -> true));
    allTerms.put(TOTAL, terms.total());
    allTerms.putAll(terms.unweighted());
    warmupTerms.put(TOTAL, terms.warmup());
    objective.terms().stream()
        .filter(term -> term.fromEpoch() == 0)
        .forEach(term -> warmupTerms.put(term.loss().kind(), allTerms.get(term.loss().kind())));
    this.allPlan = plan(terms.total(), allTerms);
    this.warmupPlan = warmupEpochs == 0 ? allPlan : plan(terms.warmup(), warmupTerms);
    this.miningTable =
        definition.draws().tableSteps() > 0 ? new MiningTable(graph, definition, tables) : null;
    this.minesInWarmup =
        objective.terms().stream()
            .anyMatch(term -> term.fromEpoch() == 0 && term.loss().draws().tableSteps() > 0);
  }

  private RunRequest plan(Expr total, Map<String, Expr> terms) {
    ParameterUpdate update = adam.minimize(total);
    return new RunRequest(
        new ArrayList<>(terms.values()),
        List.of(averages == null ? update : averages.after(update)));
  }

  /** Returns the names of all terms, the weighted sum first. */
  Set<String> termNames() {
    return allTerms.keySet();
  }

  /**
   * Runs a step.
   *
   * @param epoch counted from 0
   * @param rate learning rate
   * @param step counted from 1 over the whole run
   * @return the terms that took part, the weighted sum first
   */
  Map<String, Double> run(Batch batch, int epoch, double rate, long step) {
    refreshMiningTable(batch, epoch, step);
    Feeds feeds = updateFeeds(rate, step);
    return run(epoch < warmupEpochs ? warmupPlan : allPlan, feeds, batch, epoch, step);
  }

  private Feeds updateFeeds(double rate, long step) {
    Feeds feeds = new Feeds();
    adam.feed(feeds, rate, step);
    if (averages != null) {
      averages.feed(feeds, averageDecay, step);
    }
    return feeds;
  }

  /**
   * Returns the weights that are evaluated and kept: the averages, or those of the last step if
   * there are none.
   */
  Map<String, float[]> keptWeights(Map<String, float[]> last) {
    return averages == null ? last : averages.readAll();
  }

  /** Computes the terms of a step without an update; otherwise as {@link #run}. */
  Map<String, Double> measure(Batch batch, int epoch, long step) {
    RunRequest plan = epoch < warmupEpochs ? warmupPlan : allPlan;
    return run(new RunRequest(plan.fetches(), List.of()), new Feeds(), batch, epoch, step);
  }

  /** Runs a step and returns where the time went; otherwise as {@link #run}. */
  OperationTimes profile(Batch batch, int epoch, double rate, long step) {
    refreshMiningTable(batch, epoch, step);
    Feeds feeds = updateFeeds(rate, step);
    feed(feeds, batch, step);
    return graph.profile(epoch < warmupEpochs ? warmupPlan : allPlan, feeds);
  }

  /**
   * Mines a batch with the parameters of now in both ways, by proposals and exactly. Adds nodes to
   * the graph when first asked.
   *
   * @param step counted from 1 over the whole run
   * @throws IllegalStateException if the objective mines no proposals
   */
  MiningAgreement compareMining(Batch batch, long step) {
    MiningTable table = miningTable;
    if (table == null) {
      throw new IllegalStateException("the objective does not mine hard negatives by proposals");
    }
    table.refreshIfDue(step, batch.step() == 0);
    MiningComparison comparison = miningComparison;
    if (comparison == null) {
      comparison = new MiningComparison(graph, definition);
      miningComparison = comparison;
    }
    Feeds feeds = new Feeds();
    feed(feeds, batch, step);
    return comparison.run(feeds, (int) table.age(step));
  }

  /**
   * Returns whether the table that proposes hard negatives was made in a step, which is counted
   * from 1 over the whole run.
   */
  boolean madeTable(long step) {
    return miningTable != null && miningTable.age(step) == 0;
  }

  private void refreshMiningTable(Batch batch, int epoch, long step) {
    if (miningTable != null && (minesInWarmup || epoch >= warmupEpochs)) {
      miningTable.refreshIfDue(step, batch.step() == 0);
    }
  }

  /** Feeds of a batch what the graph reads: a batch may have more, such as weights of all items. */
  private void feed(Feeds feeds, Batch batch, long step) {
    batch
        .feeds()
        .forEach(
            (name, value) -> {
              if (graph.reads(name)) {
                feeds.tensor(name, value);
              }
            });
    if (graph.usesDropout()) {
      feeds.dropoutSeed(seed * 1_000_003L + step);
    }
  }

  private Map<String, Double> run(RunRequest plan, Feeds feeds, Batch batch, int epoch, long step) {
    feed(feeds, batch, step);
    Fetched fetched = graph.run(plan, feeds);
    Map<String, Double> values = new LinkedHashMap<>();
    (epoch < warmupEpochs ? warmupTerms : allTerms)
        .forEach((name, term) -> values.put(name, (double) fetched.scalar(term)));
    return values;
  }
}
