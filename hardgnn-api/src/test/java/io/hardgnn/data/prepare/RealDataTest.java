package io.hardgnn.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.data.Dataset;
import io.hardgnn.data.DatasetStatistics;
import io.hardgnn.data.RandomLogs;
import io.hardgnn.data.SharedData;
import io.hardgnn.data.events.InteractionLog;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The real data sets")
class RealDataTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "ml-1m.csv.gz,        1000209,  6040,  3706, 2000, 2003",
    "gowalla-nyc.csv.gz,   138957,  7115, 21509, 2009, 2010",
    "amazon-beauty.csv.gz, 198502, 22363, 12101, 2002, 2014",
    "yelp2020.csv.gz,      316354, 30431, 20033, 2019, 2019"
  })
  @DisplayName(
      "have the published numbers of rows, users, items and years, and a 5-core that is one")
  void counts(String name, int rows, int users, int items, int firstYear, int lastYear) {
    InteractionLog log = InteractionLog.read(SharedData.file(name));
    assertThat(log.size()).isEqualTo(rows);
    assertThat(log.users().size()).isEqualTo(users);
    assertThat(log.items().size()).isEqualTo(items);

    DatasetStatistics all = RandomLogs.unfiltered(log).build().statistics();
    assertThat(all.begin().toString()).startsWith(firstYear + "-");
    assertThat(all.end().toString()).startsWith(lastYear + "-");
    assertThat(all.interactions()).isEqualTo(rows);

    Dataset core = DatasetBuilder.of(log).build();
    assertThat(core.statistics().shortestSequence()).isGreaterThanOrEqualTo(5);
    int[] itemCounts = new int[core.items().size()];
    for (int position = 0; position < core.all().size(); position++) {
      itemCounts[core.all().item(position)]++;
    }
    assertThat(Arrays.stream(itemCounts).min().orElseThrow()).isGreaterThanOrEqualTo(5);
    assertThat(core.statistics().repeatedPairs()).isZero();
    for (int user = 0; user < core.users().size(); user++) {
      assertThat(core.test().target(user)).isNotNegative();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"gowalla-nyc.csv.gz, 0.255", "yelp2020.csv.gz, 0.037"})
  @DisplayName("have the published share of repeated pairs")
  void repeats(String name, double share) {
    InteractionLog log = InteractionLog.read(SharedData.file(name));
    DatasetStatistics statistics = RandomLogs.unfiltered(log).build().statistics();
    assertThat((double) statistics.repeatedPairs() / statistics.interactions())
        .isBetween(share - 0.0005, share + 0.0005);
  }
}
