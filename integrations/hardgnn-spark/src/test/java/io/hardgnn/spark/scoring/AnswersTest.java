package io.hardgnn.spark.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hardgnn.History;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

@DisplayName("A row's history")
class AnswersTest {

  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00.123Z");
  private static final Instant ONE = NOON.plusSeconds(3600);

  private static Row row(List<String> items, Object... times) {
    return RowFactory.create("any", array(items), array(Arrays.asList(times)));
  }

  private static Object array(List<?> values) {
    return CollectionConverters.asScala(values).toSeq();
  }

  @Test
  @DisplayName("has the times of its items, of either class that Spark gives, without null items")
  void timed() {
    History expected = History.of(List.of("a", "b"), List.of(NOON, ONE));
    assertThat(Answers.history(row(List.of("a", "b"), NOON, ONE))).isEqualTo(expected);
    assertThat(
            Answers.history(
                row(
                    Arrays.asList("a", null, "b"),
                    Timestamp.from(NOON),
                    Timestamp.from(NOON),
                    Timestamp.from(ONE))))
        .isEqualTo(expected);
  }

  @Test
  @DisplayName("has none that are known where they are null or one of them is")
  void unknown() {
    History expected = History.of(List.of("a", "b"));
    assertThat(Answers.history(RowFactory.create(array(List.of("a", "b")), null)))
        .isEqualTo(expected);
    assertThat(Answers.history(row(List.of("a", "b"), NOON, null))).isEqualTo(expected);
    assertThat(Answers.history(RowFactory.create(null, array(List.of(NOON)))))
        .isEqualTo(History.of(List.of()));
  }

  @Test
  @DisplayName("is refused where there is not one time for each item")
  void mismatch() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Answers.history(row(List.of("a", "b"), NOON)))
        .withMessage("a history of 2 items has 1 times");
  }
}
