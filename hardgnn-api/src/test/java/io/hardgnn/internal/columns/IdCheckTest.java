package io.hardgnn.internal.columns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.data.Vocabulary;
import io.hardgnn.data.events.DelimitedReader;
import io.hardgnn.data.events.DelimitedReaderTest;
import io.hardgnn.data.events.FakeRows;
import io.hardgnn.data.events.Interaction;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.events.JdbcReader;
import io.hardgnn.data.events.MalformedRowException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An id, from whichever source,")
class IdCheckTest {

  private static InteractionLog.Builder build(String user, String item) {
    return InteractionLog.builder().add(user, item, 0);
  }

  private static InteractionLog fromFile(String user) {
    return DelimitedReaderTest.read(
        DelimitedReader.builder().multiline(true).build(),
        "user,item,timestamp\n\"" + user + "\",i,1000000000\n");
  }

  private static InteractionLog fromRows(String user) throws SQLException {
    ResultSet rows = FakeRows.of(user, 1000000000, Types.INTEGER, "integer");
    return JdbcReader.defaults().read(rows);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t", "\u3000", "\u2003 \u3000", "a\nb", "a\rb", "\n", "a\r\n"})
  @DisplayName("has one line and is not blank")
  void oneLineNotBlank(String text) {
    refusedByBuilder(text);
    refusedByRows(text);
    assertThatThrownBy(() -> fromFile(text))
        .isInstanceOf(MalformedRowException.class)
        .hasMessageStartingWith("test.csv:2: column 1 (user): expected an id of one line");
  }

  @ParameterizedTest
  @ValueSource(ints = {0xD83D, 0xDE00, 0xDBFF, 0xDC00})
  @DisplayName("has no unpaired surrogate, at no place")
  void unpairedSurrogates(int surrogate) {
    char half = (char) surrogate;
    for (String text : new String[] {"" + half, half + "a", "a" + half, "a" + half + "b"}) {
      assertThat(IdCheck.isId(text.toCharArray(), text.length())).isFalse();
      refusedByBuilder(text);
      refusedByRows(text);
    }
    assertThat(IdCheck.isId("\uDE00\uD83D")).as("a pair the wrong way round").isFalse();
  }

  @Test
  @DisplayName("has at most 65,535 characters")
  void notTooLong() throws SQLException {
    accepted("x".repeat(65_535));
    accepted("日" + "x".repeat(65_534));
    for (String text : List.of("x".repeat(65_536), "日" + "x".repeat(65_535))) {
      refusedByBuilder(text);
      refusedByRows(text);
      assertThatThrownBy(() -> fromFile(text))
          .isInstanceOf(MalformedRowException.class)
          .hasMessageStartingWith(
              "test.csv:2: column 1 (user): expected an id of one line, at most 65535");
      Interaction one = new Interaction(text, "i", Instant.EPOCH);
      assertThatThrownBy(() -> InteractionLog.of(Stream.of(one)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("at most 65535 characters");
      assertThatThrownBy(() -> Vocabulary.of(List.of(text)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("at 0, has more than 65535 characters");
    }
  }

  private static void refusedByBuilder(String text) {
    assertThatThrownBy(() -> build(text, "i"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 0: user must be an id of one line");
    assertThatThrownBy(() -> build("u", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 0: item must be an id of one line");
  }

  private static void refusedByRows(String text) {
    assertThatThrownBy(() -> fromRows(text))
        .isInstanceOf(MalformedRowException.class)
        .hasMessageStartingWith("JDBC rows:1: user: expected an id of one line");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        " a ",
        "a\tb",
        "\u00E9",
        "\u3000x",
        "\u6771\u4EAC",
        "\uD83D\uDE00",
        "x\uD83D\uDE00y"
      })
  @DisplayName("is any other text")
  void accepted(String text) throws SQLException {
    assertThat(build(text, text).build().users().id(0)).isEqualTo(text);
    assertThat(fromFile(text).users().id(0)).isEqualTo(text);
    assertThat(fromRows(text).users().id(0)).isEqualTo(text);
  }
}
