package io.hardgnn.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.data.Dataset;
import io.hardgnn.data.SharedData;
import io.hardgnn.data.SplitStatistics;
import io.hardgnn.data.events.DelimitedReader;
import io.hardgnn.data.prepare.DatasetBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The play counts that LightGCN's authors split")
class PlayCountsTest {

  private static final int K = 20;

  private static Path file(String name) {
    return SharedData.file("lightgcn-lastfm/" + name);
  }

  private static Dataset dataset() {
    DelimitedReader reader = DelimitedReader.builder().withoutTimes().build();
    return DatasetBuilder.ofParts(reader.read(file("train.txt")), reader.read(file("test.txt")))
        .keepUsersWithoutHistory(true)
        .build();
  }

  private static Map<String, Set<String>> itemsOf(Path file) throws IOException {
    Map<String, Set<String>> items = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] fields = line.split("\t");
      items.computeIfAbsent(fields[0], user -> new HashSet<>()).add(fields[1]);
    }
    return items;
  }

  @Test
  @DisplayName("are read whole, with the split as it is")
  void read() {
    SplitStatistics statistics = dataset().splitStatistics().orElseThrow();
    assertThat(statistics.training().interactions()).isEqualTo(42_135);
    assertThat(statistics.test().interactions()).isEqualTo(10_533);
    assertThat(dataset().users().size()).isEqualTo(1_880);
    assertThat(dataset().items().size()).isEqualTo(4_489);
    assertThat(statistics.usersWithoutHistory()).hasSize(2);
    assertThat(statistics.knownTargets()).isZero();
    assertThat(dataset().statistics().repeatedPairs()).isZero();
  }

  @Test
  @DisplayName("give Recall@20 and NDCG@20 as a program gives them that reads the files itself")
  void agreesWithAnotherProgram() throws IOException {
    Map<String, Set<String>> training = itemsOf(file("train.txt"));
    Map<String, Set<String>> test = itemsOf(file("test.txt"));
    Dataset dataset = dataset();
    // Popularity, and a fraction of its own for each item, so that no two are equal.
    float[] popular = new float[dataset.items().size()];
    for (int item = 0; item < popular.length; item++) {
      popular[item] = item / 8192f;
    }
    training.values().forEach(own -> own.forEach(id -> popular[dataset.items().indexOf(id)]++));
    List<String> best =
        IntStream.range(0, popular.length)
            .boxed()
            .sorted(Comparator.comparingDouble(item -> -popular[item]))
            .map(dataset.items()::id)
            .toList();
    double recall = 0;
    double ndcg = 0;
    for (Map.Entry<String, Set<String>> user : test.entrySet()) {
      Set<String> known = training.getOrDefault(user.getKey(), Set.of());
      Set<String> relevant = user.getValue();
      List<String> list = best.stream().filter(id -> !known.contains(id)).limit(K).toList();
      double gain = 0;
      double ideal = 0;
      int hits = 0;
      for (int place = 0; place < K; place++) {
        double worth = 1 / (Math.log(place + 2) / Math.log(2));
        gain += relevant.contains(list.get(place)) ? worth : 0;
        hits += relevant.contains(list.get(place)) ? 1 : 0;
        ideal += place < Math.min(K, relevant.size()) ? worth : 0;
      }
      recall += (double) hits / relevant.size();
      ndcg += gain / ideal;
    }

    float[][] scores = new float[dataset.users().size()][];
    java.util.Arrays.fill(scores, popular);
    Ranks ranks =
        Evaluator.builder()
            .protocols(Protocol.fullRanking())
            .build()
            .evaluate(Fixture.scores(popular.length, scores), dataset.test())
            .ranks(Protocol.fullRanking());
    assertThat(ranks.size()).isEqualTo(test.size());
    assertThat(ranks.mean(Metric.recall(K))).isCloseTo(recall / test.size(), within(1e-12));
    assertThat(ranks.mean(Metric.ndcg(K))).isCloseTo(ndcg / test.size(), within(1e-12));
    assertThat(ranks.mean(Metric.recall(K))).isBetween(.03, .05);
  }
}
