package io.hardgnn.internal.columns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A column of times")
class TimeColumnTest {

  /** The first second of the year 2106 that does not fit into 32 bits. */
  private static final long TOO_LATE = (1L << 32) * 1000;

  @ParameterizedTest(name = "{0} rows, one in {1} not a whole second, one in {2} after 2105")
  @CsvSource({
    "0, 1, 1",
    "1, 1, 1",
    "3000, 1, 1",
    "3000, 999999, 999999",
    "1048576, 999999999, 999999999",
    "3200000, 999999999, 2000000",
    "3200000, 700000, 999999999"
  })
  @DisplayName("gives back what was appended")
  void givesBack(int rows, int exact, int late) {
    TimeColumn column = new TimeColumn();
    Random random = new Random(rows + exact);
    long[] expected = new long[rows];
    for (int row = 0; row < rows; row++) {
      long time = random.nextInt(3) == 0 ? TOO_LATE - 1000 : 1000L * random.nextInt(2_000_000_000);
      time += random.nextInt(exact) == 0 ? 1 : 0;
      time += random.nextInt(late) == 0 ? TOO_LATE : 0;
      expected[row] = time;
      column.append(time);
    }
    column.trim();
    assertThat(column.size()).isEqualTo(rows);
    for (int row = 0; row < rows; row++) {
      if (column.get(row) != expected[row]) {
        assertThat(column.get(row)).as("row %d", row).isEqualTo(expected[row]);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "1000", "253402300799999"})
  @DisplayName("holds the ends of the range of a log")
  void ends(long time) {
    TimeColumn column = new TimeColumn();
    column.append(0);
    column.append(time);
    column.trim();
    assertThat(column.get(0)).isZero();
    assertThat(column.get(1)).isEqualTo(time);
  }
}
