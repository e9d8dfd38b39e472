package io.hardgnn.data.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  @DisplayName("of two others has the first errors of both, and says where warnings come from")
  void errorsOfBoth() {
    DelimitedReader lenient =
        DelimitedReader.builder().header(false).errorPolicy(ErrorPolicy.SKIP).build();
    InteractionLog first = lenient.read(bytes("a,x,1600000000\nb,y\n"), "first");
    InteractionLog second =
        lenient.read(bytes("NULL,z,1600000000\nNULL,y,1600000001\nc\n"), "second");
    ReadReport report = InteractionLog.concat(List.of(first, second)).report();
    assertThat(report.rows()).isEqualTo(3);
    assertThat(report.skippedRows()).isEqualTo(2);
    assertThat(report.firstErrors())
        .hasSize(2)
        .satisfiesExactly(
            error -> assertThat(error).startsWith("first"),
            error -> assertThat(error).startsWith("second"));
    assertThat(report.warnings())
        .singleElement(as(STRING))
        .startsWith("second: user 'NULL' occurs in 2 rows");
  }

  @Test
  @DisplayName("takes the first and the last time there is, and none before or after")
  void limits() {
    InteractionLog.Builder builder =
        InteractionLog.builder().add("u", "i", 0).add("u", "j", InteractionLog.MAX_TIME);
    for (long time : new long[] {-1, InteractionLog.MAX_TIME + 1}) {
      assertThatThrownBy(() -> builder.add("u", "k", time))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("row 2: time " + time + " is not in 0 .. 253402300799999");
    }
    assertThat(builder.build().size()).isEqualTo(2);
  }
}
