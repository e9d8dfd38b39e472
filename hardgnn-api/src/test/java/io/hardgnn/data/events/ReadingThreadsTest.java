package io.hardgnn.data.events;

import static io.hardgnn.data.events.DelimitedReaderTest.gzip;
import static io.hardgnn.data.events.DelimitedReaderTest.read;
import static io.hardgnn.data.events.DelimitedReaderTest.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hardgnn.data.DataException;
import io.hardgnn.data.RandomLogs;
import io.hardgnn.internal.ids.IdColumn;
import io.hardgnn.internal.parallel.HelperThreads;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A text so long that its ids are numbered by other threads")
class ReadingThreadsTest {

  private static final int ROWS = 12 * IdColumn.BATCH + 17;

  @AfterEach
  void noThreadIsLeft() {
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain(HelperThreads.NAME);
  }

  @Test
  @DisplayName("is read to the rows and the numbers that a builder in one thread gives")
  void sameAsInOneThread() {
    sameAsInOneThread(1);
  }

  @ParameterizedTest(name = "seed {0}")
  @Tag("thorough")
  @ValueSource(longs = {2, 3, 4, 5})
  @DisplayName("is read, more texts too, to the rows and the numbers that one thread gives")
  void moreTexts(long seed) {
    sameAsInOneThread(seed);
  }

  private static void sameAsInOneThread(long seed) {
    Random random = new Random(seed);
    InteractionLog.Builder builder = InteractionLog.builder();
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < ROWS; row++) {
      String user = "ü".repeat(random.nextInt(5)) + random.nextInt(30_000);
      String item =
          (random.nextInt(1000) == 0 ? "long".repeat(5000) : "i") + random.nextInt(1 + row / 9);
      text.append(user).append("::").append(item).append("::").append(row).append('\n');
      builder.add(user, item, 1000L * row);
    }
    InteractionLog expected = builder.build();
    byte[] bytes = gzip(text.toString().getBytes(StandardCharsets.UTF_8));

    InteractionLog log =
        DelimitedReader.defaults().read(new ByteArrayInputStream(bytes), "events.gz");

    assertThat(log.users()).isEqualTo(expected.users());
    assertThat(log.items()).isEqualTo(expected.items());
    assertThat(rows(log)).isEqualTo(rows(expected));
    assertThat(RandomLogs.unfiltered(log).build().fingerprint())
        .isEqualTo(RandomLogs.unfiltered(expected).build().fingerprint());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, IdColumn.BATCH, IdColumn.BATCH + 1, 7 * IdColumn.BATCH + 5, ROWS})
  @DisplayName("names the line of a malformed row wherever it is")
  void lineOfError(int bad) {
    String text = text(ROWS, bad);
    MalformedRowException error =
        catchThrowableOfType(
            MalformedRowException.class, () -> read(DelimitedReader.defaults(), text));
    assertThat(error.line()).isEqualTo(bad + 1);
    assertThat(error.value()).isEqualTo("soon");
  }

  @Test
  @DisplayName("gives the reader's own failure when the stream breaks in the middle")
  void brokenStream() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the disk is gone");
          }
        };
    InputStream start = new ByteArrayInputStream(text(ROWS, -1).getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(
            () -> DelimitedReader.defaults().read(new SequenceInputStream(start, broken), "x.csv"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the disk is gone");
  }

  @Test
  @DisplayName("is read to its end by an interrupted thread, which stays interrupted")
  void interrupted() {
    Thread.currentThread().interrupt();
    InteractionLog log = read(DelimitedReader.defaults(), text(ROWS, -1));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(log.size()).isEqualTo(ROWS);
  }

  /** Returns rows of which at most one is malformed; a line before them names the columns. */
  private static String text(int rows, int bad) {
    StringBuilder text = new StringBuilder("user,item,timestamp\n");
    for (int row = 1; row <= rows; row++) {
      text.append('u').append(row % 5000).append(",i").append(row % 700).append(',');
      text.append(row == bad ? "soon" : "1000000000").append('\n');
    }
    return text.toString();
  }
}
