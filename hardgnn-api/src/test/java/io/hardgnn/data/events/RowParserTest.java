package io.hardgnn.data.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.data.Dataset;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.data.prepare.DatasetBuilder;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("RowParser, and logs that are numbered otherwise")
final class RowParserTest {

  private static RowParser parser() {
    return new RowParser("queue", "who", "what", "when", TimeFormat.AUTO, Set.of("NULL"));
  }

  @Test
  @DisplayName("takes times of any class, and texts as the first one is written")
  void times() {
    RowParser parser = parser();
    assertThat(parser.parse(1, "u", "i", "1700000000"))
        .isEqualTo(new RowParser.Event("u", "i", 1_700_000_000_000L));
    assertThat(parser.parse(2, "u", "i", 1_700_000_000.5).epochMillis())
        .isEqualTo(1_700_000_000_500L);
    Instant instant = Instant.parse("2024-02-03T04:05:06.007Z");
    assertThat(parser.time(3, Timestamp.from(instant))).isEqualTo(instant.toEpochMilli());
    assertThat(parser.time(4, LocalDate.parse("2024-02-03")))
        .isEqualTo(Instant.parse("2024-02-03T00:00:00Z").toEpochMilli());
    assertThatThrownBy(() -> parser.time(5, "2024-02-03"))
        .isInstanceOf(MalformedRowException.class)
        .hasMessageStartingWith("queue:5: when: expected epoch seconds");
  }

  @Test
  @DisplayName("names row, column and value of what is malformed")
  void malformed() {
    assertThatThrownBy(() -> parser().parse(7, null, "i", 1L))
        .isInstanceOf(MalformedRowException.class)
        .hasMessageStartingWith("queue:7: who: expected an id");
    assertThatThrownBy(() -> parser().parse(8, "u", "NULL", 1L))
        .isInstanceOfSatisfying(
            MalformedRowException.class,
            e -> {
              assertThat(e.column()).isEqualTo("what");
              assertThat(e.value()).isEqualTo("NULL");
              assertThat(e.line()).isEqualTo(8);
            });
    assertThatThrownBy(() -> parser().parse(9, "u", "i", null))
        .isInstanceOf(MalformedRowException.class)
        .hasMessageContaining("a time, not null");
    assertThatThrownBy(() -> parser().parse(10, "u", "i\0", 1L))
        .isInstanceOf(MalformedRowException.class)
        .hasMessageStartingWith("queue:10: what: expected an id without a character 0");
  }

  @Test
  @DisplayName("numbers users and items in a given order, and the dataset after it")
  void numbered() {
    InteractionLog log =
        InteractionLog.builder().add("b", "y", 3).add("a", "x", 4).add("b", "x", 5).build();
    InteractionLog numbered =
        log.numberedAs(
            Vocabulary.of(List.of("a", "nobody", "b")), Vocabulary.of(List.of("x", "y")));
    assertThat(numbered.user(0)).isEqualTo(2);
    assertThat(numbered.item(0)).isEqualTo(1);
    assertThat(numbered.timestamp(2)).isEqualTo(5);
    Dataset dataset =
        DatasetBuilder.of(numbered)
            .minUserInteractions(1)
            .minItemInteractions(1)
            .minSequenceLength(1)
            .build();
    assertThat(dataset.users().ids()).containsExactly("a", "b");
    assertThat(dataset.items().ids()).containsExactly("x", "y");
    assertThat(dataset.all().itemsOf(1)).containsExactly(1, 0);
    Vocabulary items = log.items();
    assertThatThrownBy(() -> log.numberedAs(Vocabulary.of(List.of("a")), items))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("user 'b' of the log");
  }
}
