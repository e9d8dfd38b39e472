package io.hardgnn.benchmarks.accuracy;

import com.google.common.hash.Hashing;
import io.hardgnn.FitOptions;
import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.benchmarks.harness.Machine;
import io.hardgnn.benchmarks.harness.Report;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.HeldOut;
import io.hardgnn.engine.EpochReport;
import io.hardgnn.engine.Scorer;
import io.hardgnn.engine.Validation;
import io.hardgnn.evaluation.EvaluationResult;
import io.hardgnn.evaluation.Evaluator;
import io.hardgnn.evaluation.Protocol;
import io.hardgnn.evaluation.Ranks;
import io.hardgnn.io.Json;
import io.hardgnn.tf.TfTrainingEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one recommender, trained once, reached on the test items: each user's rank, so that any
 * metric and any comparison can be made of it afterwards.
 *
 * @param epoch the epoch that validation chose; 0 for a recommender without epochs
 * @param validation NDCG@10 of that epoch on validation, the network alone; 0 for a recommender
 *     without epochs
 * @param blended NDCG@10 on validation with the counts that were chosen there, of as many users as
 *     choose; 0 where there was no choice
 * @param curve {@code validation} of each epoch after which it was measured, in order; null in
 *     files of earlier builds
 * @param measured those epochs; null in files of earlier builds
 * @param epochs epochs trained
 * @param minutes time of the epochs, validation included, also of those before an interruption
 * @param users users evaluated, ascending
 * @param full their ranks under full ranking
 * @param sampled their ranks among sampled negatives
 * @param made what of the data and of the program's options it depends on, by name; null where that
 *     is not known, as in files of earlier builds
 */
public record AccuracyRun(
    int epoch,
    double validation,
    double blended,
    double @Nullable [] curve,
    int @Nullable [] measured,
    int epochs,
    double minutes,
    int[] users,
    int[] full,
    int[] sampled,
    @Nullable Map<String, String> made) {

  /** Names the build that made a run; runs of several builds may stand together. */
  private static final String BUILD = "build";

  private static final AccuracyRun NONE =
      new AccuracyRun(0, 0, 0, null, null, 0, 0, new int[0], new int[0], new int[0], null);

  /** Trains a model and evaluates it. */
  public static AccuracyRun of(HardGNN model, Dataset dataset, FitOptions options) {
    try (HardGNNModel trained = model.fit(dataset, options)) {
      return of(trained, blended(trained), trained.evaluate(dataset));
    }
  }

  private static double blended(HardGNNModel trained) {
    return trained.provenance().blended().getOrDefault("blended", 0.0);
  }

  /**
   * Trains a model and evaluates it, and where counts may be blended its network alone, too.
   *
   * @param ofNetwork is given the run of the network alone
   */
  public static AccuracyRun of(
      HardGNN model, Dataset dataset, FitOptions options, Consumer<AccuracyRun> ofNetwork) {
    try (HardGNNModel trained = model.fit(dataset, options)) {
      if (!model.config().blend().addsNothing()) { // whatever validation chose
        Evaluator evaluator = Evaluator.builder().neverSample(trained.interactions()).build();
        try (Scorer network =
            new TfTrainingEngine().scorer(trained.definition(), trained.parameters())) {
          EvaluationResult alone = evaluator.evaluate(network, dataset.test());
          ofNetwork.accept(of(trained, 0, alone));
        }
      }
      return of(trained, blended(trained), trained.evaluate(dataset));
    }
  }

  private static AccuracyRun of(HardGNNModel trained, double blended, EvaluationResult result) {
    List<EpochReport> history = trained.history();
    EpochReport best =
        history.stream().filter(EpochReport::best).reduce((before, after) -> after).orElseThrow();
    List<EpochReport> measured =
        history.stream()
            .filter(epoch -> epoch.validation().containsKey(Validation.CHOICE))
            .toList();
    return of(
        best.epoch(),
        best.validation().getOrDefault(Validation.CHOICE, 0.0),
        blended,
        measured.stream().mapToDouble(epoch -> epoch.validation().get(Validation.CHOICE)).toArray(),
        measured.stream().mapToInt(EpochReport::epoch).toArray(),
        history.size(),
        minutes(history),
        result);
  }

  static double minutes(List<EpochReport> history) {
    return history.stream()
            .mapToDouble(epoch -> epoch.trainSeconds() + epoch.validationSeconds())
            .sum()
        / 60;
  }

  /** Returns the run of a recommender that needs no training in epochs. */
  public static AccuracyRun of(EvaluationResult result) {
    return of(0, 0, 0, new double[0], new int[0], 0, 0, result);
  }

  private static AccuracyRun of(
      int epoch,
      double validation,
      double blended,
      double[] curve,
      int[] measured,
      int epochs,
      double minutes,
      EvaluationResult result) {
    Protocol sampled =
        result.protocols().stream()
            .filter(Protocol.Sampled.class::isInstance)
            .findFirst()
            .orElseThrow();
    Ranks full = result.ranks(Protocol.fullRanking());
    int[] users = new int[full.size()];
    for (int n = 0; n < users.length; n++) {
      users[n] = full.user(n);
    }
    return new AccuracyRun(
        epoch,
        validation,
        blended,
        curve,
        measured,
        epochs,
        minutes,
        users,
        ranks(full),
        ranks(result.ranks(sampled)),
        null);
  }

  /**
   * Returns this run with users whose target is in their history as misses: they are ranked behind
   * every item.
   */
  public AccuracyRun repeatedAsMisses(HeldOut heldOut) {
    int[] fullRanks = full.clone();
    int[] sampledRanks = sampled.clone();
    for (int n = 0; n < users.length; n++) {
      if (NewTargets.isRepeated(heldOut, users[n])) {
        fullRanks[n] = heldOut.itemCount() + 1;
        sampledRanks[n] = heldOut.itemCount() + 1;
      }
    }
    return with(fullRanks, sampledRanks, made);
  }

  /** Returns this run with what it depends on, and the build of today. */
  public AccuracyRun made(Map<String, String> of) {
    Map<String, String> ofToday = new TreeMap<>(of);
    ofToday.put(BUILD, Machine.commit());
    return with(full, sampled, ofToday);
  }

  /** Returns what a run of these data depends on: for {@link #made}, with more of one's own. */
  public static Map<String, String> dependsOn(Dataset dataset) {
    return new TreeMap<>(Map.of("data", dataset.fingerprint()));
  }

  /** The same for a run of a model with these settings, whatever its seed. */
  public static Map<String, String> dependsOn(Dataset dataset, HardGNNConfig config) {
    String text = config.trained(run -> run.seed(0)).toJson();
    String sum = Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
    Map<String, String> of = dependsOn(dataset);
    of.put("settings", sum.substring(0, 16));
    return of;
  }

  /** Returns what this run depends on, the build left out. */
  private Map<String, String> dependsOn() {
    Map<String, String> of = new TreeMap<>(made == null ? Map.of() : made);
    of.remove(BUILD);
    return of;
  }

  /** Returns the build that made this run. */
  public String build() {
    return made == null ? "unknown" : made.getOrDefault(BUILD, "unknown");
  }

  /**
   * Says which builds made runs that stand side by side, unless all are of one.
   *
   * @param of the runs by what the report calls them
   */
  public static void noteBuilds(Report report, String set, Map<String, List<AccuracyRun>> of) {
    Map<String, List<String>> names = new TreeMap<>();
    of.forEach(
        (name, runs) ->
            runs.stream()
                .map(AccuracyRun::build)
                .distinct()
                .forEach(build -> names.computeIfAbsent(build, b -> new ArrayList<>()).add(name)));
    if (names.size() > 1) {
      report.note(set + ": kept runs of several builds stand side by side: " + names);
    }
  }

  private AccuracyRun with(
      int[] fullRanks, int[] sampledRanks, @Nullable Map<String, String> ofWhat) {
    return new AccuracyRun(
        epoch,
        validation,
        blended,
        curve,
        measured,
        epochs,
        minutes,
        users,
        fullRanks,
        sampledRanks,
        ofWhat);
  }

  /**
   * Checks that a kept run is one of what is asked for. One of which that is not known passes.
   *
   * @param file where it is kept, for the message
   * @throws IllegalArgumentException if it was made with other data or options
   */
  public void require(Map<String, String> wanted, Path file) {
    if (made == null) {
      return;
    }
    Map<String, String> mine = dependsOn();
    if (mine.equals(wanted)) {
      return;
    }
    Set<String> names = new TreeSet<>(mine.keySet());
    names.addAll(wanted.keySet());
    String differs =
        names.stream()
            .filter(name -> !Objects.equals(mine.get(name), wanted.get(name)))
            .map(
                name ->
                    name
                        + " "
                        + mine.getOrDefault(name, "none")
                        + ", now "
                        + wanted.getOrDefault(name, "none"))
            .collect(Collectors.joining("; "));
    throw new IllegalArgumentException(
        file
            + ": this run was made with "
            + differs
            + "; give the same, delete the file, or name another folder with --runs");
  }

  /**
   * Checks that a kept run is one of these data. One of which that is not known passes.
   *
   * @param file where it is kept, for the message
   * @throws IllegalArgumentException if it was made with other data
   */
  public void require(Dataset dataset, Path file) {
    Map<String, String> wanted = dependsOn();
    wanted.putAll(dependsOn(dataset));
    require(wanted, file);
  }

  private static int[] ranks(Ranks of) {
    int[] ranks = new int[of.size()];
    for (int n = 0; n < ranks.length; n++) {
      ranks[n] = of.rank(n);
    }
    return ranks;
  }

  /**
   * Returns the file of a run in a folder of runs.
   *
   * @param set name of the data set or path of its file
   */
  public static Path file(Path runs, String set, String model, long seed) {
    return runs.resolve(Path.of(set).getFileName()).resolve(model + "-" + seed + ".json");
  }

  /**
   * Reads a run; files of earlier builds lack what was added later.
   *
   * @throws IllegalArgumentException if it has no users, so that it is none
   */
  public static AccuracyRun read(Path file) {
    AccuracyRun run = Json.readOver(file, NONE);
    if (run.users.length == 0) {
      throw new IllegalArgumentException(file + ": holds no ranks of users");
    }
    return run;
  }

  public void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Json.write(file, this);
  }

  public Ranks fullRanks() {
    return Ranks.of(users, full);
  }

  public Ranks sampledRanks() {
    return Ranks.of(users, sampled);
  }
}
