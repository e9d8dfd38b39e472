package io.hardgnn.internal.ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.data.DataException;
import io.hardgnn.internal.parallel.HelperThreads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A column of ids")
final class IdColumnTest {

  @AfterEach
  void noThreadIsLeft() {
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain(HelperThreads.NAME);
  }

  @ParameterizedTest(name = "{0} batches")
  @ValueSource(ints = {2, 3, 200})
  @Timeout(60)
  @DisplayName(
      "gives a failure of a numbering thread to the caller, who neither waits nor loses it")
  void failureOfHelper(int batches) {
    try (HelperThreads helpers = new HelperThreads()) {
      IdColumn column = new IdColumn(helpers, new IdInterner("users of a.csv", 1 << 13));
      IdColumn other = new IdColumn(helpers, "users");
      assertThatThrownBy(
              () -> {
                for (int row = 0; row < batches * IdBatch.ROWS; row++) {
                  other.add("u" + row % 100);
                  column.add("i" + row); // the first batch has more ids than are allowed
                }
                column.finish();
              })
          .isInstanceOf(DataException.class)
          .hasMessage("there are more than 4096 different users of a.csv");
      // The failure stays: what was read is not to be had without it.
      assertThatThrownBy(column::finish).isInstanceOf(DataException.class);
    }
  }
}
