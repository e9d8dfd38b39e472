package io.hardgnn.benchmarks;

import io.hardgnn.FitOptions;
import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.RecommendRequest;
import io.hardgnn.Recommendation;
import io.hardgnn.benchmarks.data.SharedData;
import io.hardgnn.benchmarks.data.TimeOrder;
import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.benchmarks.harness.Report;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.onnx.BundleRefresher;
import io.hardgnn.onnx.OnnxExporter;
import io.hardgnn.onnx.OnnxRecommender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What fresh histories are worth: a model serves the time after its training. */
@Command(
    description = {
      "Trains on the events before a point in time, then replays the later ones in their order:"
          + " before each event its user",
      "is recommended ten items, and it is counted whether the event's item is among them. Events"
          + " of an item that the user had",
      "before are not counted, and an unknown user gets the most popular items.",
      "",
      "neither   the bundle as it was exported",
      "online    every event is observed after it was counted",
      "nightly   the bundle is refreshed with the events so far at the end of each of some equal"
          + " periods",
      "both      nightly and online",
      "",
      "\"as trained\" after a way: refreshed without running the node phase of the encoder again"
    })
public final class Freshness extends Benchmark {

  private static final int N = 10;

  @Option(names = "--data", defaultValue = "gowalla-nyc", description = "default ${DEFAULT-VALUE}")
  private String data = "";

  @Option(names = "--data-dir", description = SharedData.DIRECTORY_HELP)
  private @Nullable Path dataDir;

  @Option(
      names = "--share",
      defaultValue = "0.8",
      description = "share of the events before the point in time; default ${DEFAULT-VALUE}")
  private double share;

  @Option(
      names = "--nights",
      defaultValue = "14",
      description = "periods of equal length after it; default ${DEFAULT-VALUE}")
  private int nights;

  @Option(
      names = "--minutes",
      defaultValue = "1",
      description = "most time of training; default ${DEFAULT-VALUE}")
  private double minutes;

  @Option(
      names = "--item-interactions",
      split = ",",
      defaultValue = "3",
      description =
          "users with whom a new item must occur, separated by commas; default ${DEFAULT-VALUE}")
  private List<Integer> itemInteractions = List.of();

  /** Runs the program. */
  public static void main(String[] args) {
    Benchmark.main(new Freshness(), args);
  }

  @Override
  protected Report measure() throws IOException {
    if (nights < 1) {
      throw new IllegalArgumentException("--nights must be at least 1, not " + nights);
    }
    InteractionLog log = InteractionLog.read(SharedData.file(dataDir, data));
    TimeOrder order = TimeOrder.of(log, data);
    InteractionLog before = order.part(order.before(share));
    int[] after = order.from(share);
    Path folder = Files.createTempDirectory("hardgnn-freshness");
    try {
      HardGNN hardGnn = HardGNN.builder().build();
      try (HardGNNModel model =
          hardGnn.fit(
              DatasetBuilder.of(before).build(),
              FitOptions.defaults().timeBudget(minutes(minutes)))) {
        progress("%s", model);
        OnnxExporter.export(model, folder.resolve("bundle"));
      }
      Report report = new Report();
      BundleRefresher refresher = BundleRefresher.defaults();
      replay(report, order, after, folder, "neither", false, null);
      replay(report, order, after, folder, "online", true, null);
      for (int least : itemInteractions) {
        BundleRefresher nightly = refresher.itemInteractions(least);
        replay(report, order, after, folder, "nightly as trained", false, nightly.propagate(false));
        replay(report, order, after, folder, "nightly", false, nightly);
        replay(report, order, after, folder, "both as trained", true, nightly.propagate(false));
        replay(report, order, after, folder, "both", true, nightly);
      }
      return report;
    } finally {
      delete(folder);
    }
  }

  /** Events of one kind and how many were foreseen. */
  private static final class Tally {
    int events;
    int hits;
    double gain;

    void count(int rank) {
      events++;
      if (rank >= 0) {
        hits++;
        gain += Math.log(2) / Math.log(2.0 + rank);
      }
    }

    double hitRate() {
      return events == 0 ? Double.NaN : (double) hits / events;
    }
  }

  private void replay(
      Report report,
      TimeOrder order,
      int[] rows,
      Path folder,
      String way,
      boolean online,
      @Nullable BundleRefresher refresher) {
    InteractionLog log = order.log();
    Path bundle = folder.resolve("bundle");
    Path fresh =
        folder.resolve(
            way.replace(' ', '-') + (refresher == null ? 0 : refresher.itemInteractions()));
    Tally all = new Tally();
    Tally knownUsers = new Tally();
    Tally newUsers = new Tally();
    Tally newItems = new Tally();
    double seconds = 0;
    long begin = log.timestamp(rows[0]);
    long period = (log.timestamp(rows[rows.length - 1]) - begin) / nights + 1;
    OnnxRecommender recommender = OnnxRecommender.open(bundle);
    Set<String> trainedUsers = new HashSet<>(recommender.users().ids());
    Set<String> trainedItems = new HashSet<>(recommender.items().ids());
    Set<String> had = new HashSet<>();
    for (int row : order.before(share)) { // of those whom the bundle does not know, too
      had.add(log.users().id(log.user(row)) + "\n" + log.items().id(log.item(row)));
    }
    try {
      int night = 0;
      for (int at = 0; at < rows.length; at++) {
        long time = log.timestamp(rows[at]);
        if (refresher != null && (time - begin) / period > night) {
          night = (int) ((time - begin) / period);
          seconds +=
              refresher.refresh(bundle, order.part(Arrays.copyOf(rows, at)), fresh).seconds();
          recommender.close();
          recommender = OnnxRecommender.open(fresh);
        }
        String user = log.users().id(log.user(rows[at]));
        String item = log.items().id(log.item(rows[at]));
        if (had.add(user + "\n" + item)) {
          int rank = rank(recommender, user, item);
          all.count(rank);
          (trainedUsers.contains(user) ? knownUsers : newUsers).count(rank);
          if (!trainedItems.contains(item)) {
            newItems.count(rank);
          }
        }
        if (online) {
          recommender.observe(user, item, Instant.ofEpochMilli(time));
        }
      }
    } finally {
      recommender.close();
    }
    report.row(
        "way",
        way,
        "least users of a new item",
        refresher == null ? "" : Integer.toString(refresher.itemInteractions()),
        "events",
        all.events,
        "HR@10",
        all.hitRate(),
        "NDCG@10",
        all.gain / all.events,
        "known users",
        knownUsers.events,
        "their HR@10",
        knownUsers.hitRate(),
        "new users",
        newUsers.events,
        "theirs HR@10",
        newUsers.hitRate(),
        "of new items",
        newItems.events,
        "HR@10 of these",
        newItems.hitRate(),
        "refreshing s",
        seconds);
  }

  private static int rank(OnnxRecommender recommender, String user, String item) {
    RecommendRequest request = RecommendRequest.forUser(user).n(N);
    List<Recommendation> items = recommender.recommendAll(List.of(request)).get(0).items();
    if (items.isEmpty()) {
      items = recommender.recommendFor(List.of(), N);
    }
    for (int rank = 0; rank < items.size(); rank++) {
      if (items.get(rank).item().equals(item)) {
        return rank;
      }
    }
    return -1;
  }
}
