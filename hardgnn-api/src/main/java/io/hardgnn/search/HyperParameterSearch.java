package io.hardgnn.search;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.math.IntMath;
import io.hardgnn.FitOptions;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.HeldOut;
import io.hardgnn.evaluation.Evaluator;
import io.hardgnn.internal.fit.DataCheck;
import io.hardgnn.internal.fit.HeldOutValidation;
import io.hardgnn.io.Json;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks for good settings: trains a model for each of some combinations and compares them by
 * NDCG@10 under full ranking on validation. Test items are never looked at.
 *
 * <pre>{@code
 * SearchResult result =
 *     HyperParameterSearch.of(Presets.paper())
 *         .over("objective.info_nce.hardNegatives", Range.of(3, 5, 7))
 *         .over("objective.info_nce.weight", Range.of(0.01, 0.1, 0.2))
 *         .run(dataset, Path.of("search"));
 * System.out.println(result.toTable());
 * HardGNN best = HardGNN.builder(result.best()).build();
 * }</pre>
 *
 * <p>Every finished trial is kept in a folder, and a trial that was interrupted goes on from its
 * last epoch, so a search that is started again repeats nothing: for the same settings, ranges,
 * strategy and data it has the same trials. All of them are trained with the seed of the settings.
 * Immutable and thread-safe; a folder is for one run at a time.
 */
public final class HyperParameterSearch {

  private static final String BATCH_SIZE = "training.batchSize";
  private static final String MIN_STEPS = "training.minSteps";

  private final HardGNNConfig base;
  private final Map<String, Range> ranges;
  private final Strategy strategy;
  private final boolean ownFirst;

  private HyperParameterSearch(
      HardGNNConfig base, Map<String, Range> ranges, Strategy strategy, boolean ownFirst) {
    this.base = base;
    this.ranges = Collections.unmodifiableMap(new LinkedHashMap<>(ranges));
    this.strategy = strategy;
    this.ownFirst = ownFirst;
  }

  /** Returns a search of a grid, without ranges yet, around these settings. */
  public static HyperParameterSearch of(HardGNNConfig base) {
    return new HyperParameterSearch(requireNonNull(base, "base"), Map.of(), Strategy.grid(), false);
  }

  /**
   * Returns this search over one more setting. Where {@code training.batchSize} is searched over
   * and {@code training.minSteps} is not, that is 0 in all trials but that of the {@linkplain #ownFirst
   * own settings}: steps are as large as they are to be.
   *
   * @param setting its name as in messages about settings, such as
   *     {@code training.adam.learningRate}, {@code objective.main.negatives} or, for a further loss
   *     by its kind, {@code objective.info_nce.weight}. A list is searched over as a whole, not by
   *     its elements
   * @throws IllegalArgumentException if the settings have none of that name, or it is part of one
   *     that is searched over, or the other way round
   */
  public HyperParameterSearch over(String setting, Range range) {
    requireNonNull(setting, "setting");
    requireNonNull(range, "range");
    JsonNode tree = Json.tree(base);
    List<String> place = SettingPath.place(tree, setting);
    for (String other : ranges.keySet()) {
      if (!setting.equals(other) && overlap(place, SettingPath.place(tree, other))) {
        throw new IllegalArgumentException(
            "'"
                + setting
                + "' and '"
                + other
                + "' are part of each other, so a value of one would take the place of the other's;"
                + " search over one of them");
      }
    }
    Map<String, Range> more = new LinkedHashMap<>(ranges);
    more.put(setting, range);
    return new HyperParameterSearch(base, more, strategy, ownFirst);
  }

  /** Returns whether one place is within the other. */
  private static boolean overlap(List<String> one, List<String> other) {
    int common = Math.min(one.size(), other.size());
    return one.subList(0, common).equals(other.subList(0, common));
  }

  /** Returns this search by another strategy. */
  public HyperParameterSearch by(Strategy other) {
    return new HyperParameterSearch(base, ranges, requireNonNull(other, "strategy"), ownFirst);
  }

  /**
   * Returns this search with the settings that it goes round as its first trial, within the ranges
   * or not: what is found is then no worse on validation than what there was, or by successive
   * halving than what that was after as many epochs. They are one of the trials that a strategy
   * draws; a grid that does not hold them has one more.
   */
  public HyperParameterSearch ownFirst() {
    return new HyperParameterSearch(base, ranges, strategy, true);
  }

  /**
   * Searches with the default options.
   *
   * @see #run(Dataset, Path, FitOptions)
   */
  public SearchResult run(Dataset dataset, Path folder) {
    return run(dataset, folder, FitOptions.defaults());
  }

  /**
   * Searches. Blocks until all trials are done. A trial whose loss is not finite, or whose network
   * is not that of the model to {@linkplain FitOptions#startFrom start from}, is kept as failed. A
   * combination that cannot fit into memory ends the search, with what to set: leave it out of the
   * ranges, or give the process more.
   *
   * @param folder keeps the trials
   * @param options of every training; its checkpoint is not used. A trial that its time budget ends
   *     is finished; one that was interrupted, or goes on in a later round, has the whole time
   *     again. Where {@link FitOptions#stopWhen} ends one, the search ends, and goes on from there
   *     when it is run again
   * @throws IllegalArgumentException if no range is declared, one of a grid cannot be counted, or
   *     the dataset has no validation items
   * @throws io.hardgnn.settings.InvalidConfigException if a combination contradicts itself or asks
   *     for more than the data's items allow; nothing was trained then
   * @throws io.hardgnn.data.UnorderedDataException if a combination learns from an order that the
   *     data lacks; nothing was trained then
   * @throws io.hardgnn.io.JsonException if a value is not of the kind that its setting is, such as
   *     a word for a number; nothing was trained then. Also if a file of the folder was altered
   * @throws SearchException if the folder keeps another search, every trial failed, or
   *     {@link FitOptions#stopWhen} ended one
   * @throws io.hardgnn.error.HardGNNException if the engine fails
   * @throws java.io.UncheckedIOException if the folder cannot be read or written
   */
  public SearchResult run(Dataset dataset, Path folder, FitOptions options) {
    requireNonNull(dataset, "dataset");
    requireNonNull(folder, "folder");
    requireNonNull(options, "options");
    if (ranges.isEmpty()) {
      throw new IllegalArgumentException("a search needs the range of a setting; see over(..)");
    }
    requireValidation(dataset.validation());
    List<Map<String, Object>> combinations = combinations();
    List<HardGNNConfig> configs = combinations.stream().map(this::config).toList();
    configs.forEach(config -> DataCheck.check(config, dataset.training()));
    SearchFolder kept = SearchFolder.open(folder, search(dataset, options));
    // The same users for all trials, whatever their settings say.
    Evaluator evaluator = HeldOutValidation.evaluator(base.training(), options.threads());
    TrialRunner runner = new TrialRunner(dataset, kept, options, evaluator, configs, combinations);
    List<Trial> trials =
        strategy instanceof Strategy.SuccessiveHalving halving
            ? halve(runner, halving, configs)
            : each(runner, configs);
    List<Trial> sorted = new ArrayList<>(trials);
    sorted.sort(BEST_FIRST);
    Trial best = sorted.get(0);
    if (!best.failure().isEmpty()) {
      throw new SearchException(
          "every trial failed; the reason of trial " + best.number() + ": " + best.failure());
    }
    return new SearchResult(
        sorted, configs.get(best.number() - 1).trained(run -> run.epochs(best.epochs())));
  }

  private static void requireValidation(HeldOut validation) {
    if (!validation.hasTargets()) {
      throw new IllegalArgumentException(
          "the dataset has no validation items, by which trials are compared; hold some out");
    }
  }

  private static final Comparator<Trial> BEST_FIRST =
      Comparator.comparing((Trial trial) -> !trial.failure().isEmpty())
          .thenComparing(Comparator.comparingDouble(Trial::validation).reversed())
          .thenComparing(Comparator.comparingInt(Trial::epochs).reversed())
          .thenComparingInt(Trial::number);

  private static List<Trial> each(TrialRunner runner, List<HardGNNConfig> configs) {
    List<Trial> trials = new ArrayList<>();
    for (int number = 1; number <= configs.size(); number++) {
      trials.add(runner.run(number, configs.get(number - 1).training().epochs()));
      runner.drop(number);
    }
    return trials;
  }

  private static List<Trial> halve(
      TrialRunner runner, Strategy.SuccessiveHalving halving, List<HardGNNConfig> configs) {
    Set<Trial> all = new LinkedHashSet<>(); // one that has all its epochs comes again
    List<Integer> left = new ArrayList<>();
    for (int number = 1; number <= configs.size(); number++) {
      left.add(number);
    }
    long epochs = halving.epochs();
    while (true) {
      List<Trial> round = new ArrayList<>();
      boolean atTheEnd = true;
      for (int number : left) {
        int most = configs.get(number - 1).training().epochs();
        round.add(runner.run(number, (int) Math.min(epochs, most)));
        atTheEnd &= epochs >= most;
      }
      all.addAll(round);
      if (atTheEnd) {
        left.forEach(runner::drop);
        return List.copyOf(all);
      }
      round.removeIf(trial -> failed(runner, trial));
      if (round.isEmpty()) {
        return List.copyOf(all);
      }
      round.sort(BEST_FIRST);
      int stay =
          Math.min(
              round.size(), IntMath.divide(left.size(), halving.factor(), RoundingMode.CEILING));
      round.subList(stay, round.size()).forEach(trial -> runner.drop(trial.number()));
      left = round.subList(0, stay).stream().map(Trial::number).sorted().toList();
      epochs = stay == 1 ? Long.MAX_VALUE : epochs * halving.factor();
    }
  }

  /** Returns whether a trial failed; it would fail again, and is given up. */
  private static boolean failed(TrialRunner runner, Trial trial) {
    boolean failed = !trial.failure().isEmpty();
    if (failed) {
      runner.drop(trial.number());
    }
    return failed;
  }

  private List<Map<String, Object>> combinations() {
    List<Map<String, Object>> combinations = Combinations.of(ranges, strategy);
    if (!ownFirst) {
      return combinations;
    }
    return Combinations.startingWith(own(), combinations, Combinations.most(strategy));
  }

  /** Returns what the settings that the search goes round have of each that it is over. */
  private Map<String, Object> own() {
    JsonNode tree = Json.tree(base);
    Map<String, Object> own = new LinkedHashMap<>();
    ranges
        .keySet()
        .forEach(
            name ->
                own.put(
                    name, Json.parse(SettingPath.get(tree, name).toString(), Object.class, name)));
    return own;
  }

  private HardGNNConfig config(Map<String, Object> combination) {
    if (ownFirst && Combinations.text(combination).equals(Combinations.text(own()))) {
      return base;
    }
    boolean sizes = combination.containsKey(BATCH_SIZE) && !combination.containsKey(MIN_STEPS);
    JsonNode tree = Json.tree(sizes ? base.trained(run -> run.minSteps(0)) : base);
    SettingPath.putAll(tree, combination);
    return HardGNNConfig.fromTree(tree, "trial " + combination, OwnParts.of(base, ranges.values()));
  }

  private Map<String, Object> plainRanges() {
    Map<String, Object> plain = new LinkedHashMap<>();
    ranges.forEach(
        (name, range) ->
            plain.put(
                name,
                range instanceof Range.Values listed
                    ? listed.values().stream().map(Combinations::plain).toList()
                    : range));
    return plain;
  }

  /** Returns what decides the trials. */
  private Map<String, Object> search(Dataset dataset, FitOptions options) {
    Map<String, Object> search = new LinkedHashMap<>();
    search.put("base", base);
    search.put("ranges", plainRanges());
    search.put("strategy", strategy.getClass().getSimpleName());
    search.put("of", strategy);
    if (ownFirst) {
      search.put("ownFirst", true);
    }
    search.put("data", dataset.fingerprint());
    if (options.timeBudget() != null) {
      search.put("timeBudget", options.timeBudget().toString());
    }
    if (options.startFrom() != null) {
      search.put("startFrom", options.startFrom().provenance());
    }
    return search;
  }
}
