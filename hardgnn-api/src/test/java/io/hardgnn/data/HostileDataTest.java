package io.hardgnn.data;

import static io.hardgnn.data.HostileText.LINE;
import static io.hardgnn.data.HostileText.LINES;
import static io.hardgnn.data.HostileText.assertFit;
import static io.hardgnn.data.HostileText.assertFitMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.data.events.DelimitedReader;
import io.hardgnn.data.events.DelimitedReaderTest;
import io.hardgnn.data.events.ErrorPolicy;
import io.hardgnn.data.events.FakeRows;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.events.JdbcReader;
import io.hardgnn.data.events.MalformedRowException;
import java.sql.Types;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName(
    "A megabyte of text with escapes and line breaks leaves a short message in one line, when it is")
class HostileDataTest {

  private static final String HEADER = "user,item,timestamp\n";

  private static InteractionLog read(DelimitedReader reader, String text) {
    return DelimitedReaderTest.read(reader, text);
  }

  private static InteractionLog read(String text) {
    return read(DelimitedReader.defaults(), text);
  }

  @Test
  @DisplayName("an id in a file")
  void idInFile() {
    Throwable failure =
        assertFitMessage(
            () -> read(HEADER + LINE + ",i,1000000000\n"),
            "test.csv:2: column 1 (user)",
            "at most 65535 characters",
            "got 'evil\\u001b[2J\\u202e\\u0007xxx",
            "(1000010 characters)'");
    assertThat(((MalformedRowException) failure).value()).isEqualTo(LINE);
  }

  @Test
  @DisplayName("a time in a file")
  void timeInFile() {
    assertFitMessage(
        () -> read(HEADER + "u,i," + LINE + "\n"), "test.csv:2: column 3 (timestamp)", "ISO-8601");
  }

  @Test
  @DisplayName("in many rows that are left out, in each line of the report")
  void skippedRows() {
    DelimitedReader reader = DelimitedReader.builder().errorPolicy(ErrorPolicy.SKIP).build();
    String bad = "evil\u001b[2J" + "x".repeat(100_000) + ",i,1000000000\n";
    InteractionLog log = read(reader, HEADER + "u,i,1000000000\n" + bad.repeat(3));

    assertThat(log.report().firstErrors()).hasSize(3);
    log.report().firstErrors().forEach(error -> assertFit(error, "test.csv:", "column 1 (user)"));
    assertThat(log.report().toString().lines().skip(1))
        .hasSize(3)
        .allSatisfy(HostileText::assertFit);
  }

  @Test
  @DisplayName("a name of a column in a header")
  void columnNames() {
    String name = LINE.substring(0, 200_000);
    assertFitMessage(
        () -> read("user,item," + name + "\nu,i,1000000000\n"), "no column 'timestamp'", "[user,");
    assertFitMessage(() -> read(name + ",b," + name + "\n"), "neither a header");
    assertFitMessage(
        () -> read("evil,b," + "c,".repeat(10_000) + "z\n1,2,3\n"),
        "the first line is neither a header",
        "more]");
    assertFitMessage(() -> read(name + "\n"), "no three fields", "separator(...)");
    assertFitMessage(
        () -> read(DelimitedReader.builder().columns(name, "i", "t").build(), "a,b,c\n"),
        "no column 'evil",
        "[a, b, c]");
    DelimitedReader named = DelimitedReader.builder().columns(name, "i", "t").build();
    assertFitMessage(() -> read(named, name + ",i,t\n ,i,1000000000\n"), "column 1 (evil");
  }

  @Test
  @DisplayName("a setting of a reader")
  void settings() {
    assertFitMessage(() -> DelimitedReader.builder().separator(LINES), "separator must be");
    assertFitMessage(
        () -> DelimitedReader.builder().columns(LINES, LINES, "t"), "three different names");
    assertFitMessage(
        () -> read(DelimitedReader.builder().separator(LINE).build(), "a,b,c\n"), "three columns");
  }

  @Test
  @DisplayName("an id or a time of a database")
  void database() {
    assertFitMessage(
        () -> JdbcReader.defaults().read(FakeRows.of(LINES, 1000000000, Types.INTEGER, "integer")),
        "JDBC rows:1: user",
        "at most 65535 characters");
    assertFitMessage(
        () -> JdbcReader.defaults().read(FakeRows.ofTime(LINES, Types.VARCHAR, "varchar")),
        "JDBC rows:1: timestamp");
  }

  @Test
  @DisplayName("an id given to a builder")
  void builder() {
    assertFitMessage(
        () -> InteractionLog.builder().add(LINES, "i", 0),
        "row 0: user must be an id of one line, at most 65535 characters");
    assertFitMessage(() -> InteractionLog.builder().add("u", LINES, 0), "row 0: item must be");
    assertThatThrownBy(() -> InteractionLog.builder().add("u", null, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("row 0: item must be an id")
        .hasMessageEndingWith("got 'null'");
  }

  @Test
  @DisplayName("an id of a vocabulary")
  void vocabulary() {
    assertFitMessage(
        () -> Vocabulary.of(List.of("a", LINE)), "at 1, has more than 65535 characters");
    String known = LINES.substring(0, Vocabulary.MAX_ID_LENGTH);
    assertFitMessage(() -> Vocabulary.of(List.of(known, known)), "appears twice", "at 0 and 1");
    assertFitMessage(
        () -> Vocabulary.of(Arrays.asList("evil\n\uD83D")), "at 0, has an unpaired surrogate");
  }
}
