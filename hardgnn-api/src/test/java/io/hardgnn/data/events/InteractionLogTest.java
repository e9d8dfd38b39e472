package io.hardgnn.data.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A log")
class InteractionLogTest {

  private static InteractionLog file(String name, String user) {
    String text = "user,item,timestamp\n" + user + ",i,1000000000\n" + user + ",j,1000000001\n";
    return DelimitedReader.defaults().read(new ByteArrayInputStream(text.getBytes(UTF_8)), name);
  }

  @Test
  @DisplayName("of a thousand others names a few of them, and where its warnings come from")
  void joined() {
    assertThat(InteractionLog.concat(List.of(file("a", "u"), file("b", "v"))).report().source())
        .isEqualTo("a and b");
    List<InteractionLog> logs = new ArrayList<>();
    for (int n = 0; n < 1000; n++) {
      logs.add(file("f" + n, "NULL"));
    }
    ReadReport report = InteractionLog.concat(logs).report();
    assertThat(report.source()).isEqualTo("f0 and f1 and f2 and 997 more");
    assertThat(report.warnings()).hasSize(11);
    assertThat(report.warnings().get(1)).startsWith("f1: user 'NULL' occurs in 2 rows");
    assertThat(report.warnings().get(10))
        .isEqualTo("990 more are in the reports of the logs that were joined");
    assertThat(report.rows()).isEqualTo(2000);
  }

  @Test
  @DisplayName(
      "is built once, and its builder takes nothing afterwards, so that the log stays as it is")
  void buildsOnce() {
    InteractionLog.Builder builder = InteractionLog.builder().add("u", "i", 5);
    InteractionLog log = builder.build();
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the log was built");
    assertThatThrownBy(() -> builder.add("v", "j", 6))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the log was built");
    assertThat(DelimitedReaderTest.rows(log)).containsExactly("u i 5");
  }
}
