package io.hardgnn.benchmarks.plain;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.benchmarks.data.Events;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.data.prepare.RepeatRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The yardstick of data preparation")
class PlainArraysTest {

  @Test
  @DisplayName("finds the same 5-core as the library, and parts all of it into intervals")
  void sameCore(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("events.csv");
    Events.write(file, 50_000, 6_000, 2_000);
    PlainArrays plain = new PlainArrays(5);
    plain.prepare(file);
    Dataset dataset =
        DatasetBuilder.of(InteractionLog.read(file)).repeats(RepeatRule.KEEP_ALL).build();
    assertThat(plain.rows).isEqualTo(dataset.all().size()).isBetween(1, 49_999);
    assertThat(plain.userCount).isEqualTo(dataset.users().size());
    assertThat(plain.itemCount).isEqualTo(dataset.items().size());
    assertThat(Arrays.stream(plain.perInterval).sum()).isEqualTo(plain.rows);
  }
}
