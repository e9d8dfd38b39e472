package io.hardgnn.data.events;

import static io.hardgnn.data.events.DelimitedReaderTest.read;
import static io.hardgnn.data.events.DelimitedReaderTest.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import io.hardgnn.data.DataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Quotes in a delimited text")
class QuotingTest {

  private static final String HEADER = "user,item,note,timestamp\n";

  private static DelimitedReader.Builder lenient() {
    return DelimitedReader.builder().errorPolicy(ErrorPolicy.SKIP);
  }

  private static String row(int i, String note) {
    return "u" + i + ",i" + i + "," + note + "," + (1_000_000_000 + i) + "\n";
  }

  private static String expected(int i) {
    return "u" + i + " i" + i + " " + (1_000_000_000L + i) + "000";
  }

  @Test
  @DisplayName("that never end are an error that names the quote, the lines and what to set")
  void strayQuote() {
    String text = HEADER + row(1, "\"a") + row(2, "b") + row(3, "c\"");
    assertThatThrownBy(() -> read(DelimitedReader.defaults(), text))
        .isInstanceOf(MalformedRowException.class)
        .hasMessageStartingWith("test.csv:2: row: expected a quote that closes field 3")
        .hasMessageContaining("runs over lines 2 to 3")
        .hasMessageContaining("quoting(Quoting.NONE)");
    String toTheEnd = HEADER + row(1, "x") + "\"u2,i2,x,1000000002";
    assertThatThrownBy(() -> read(DelimitedReader.defaults(), toTheEnd))
        .isInstanceOf(MalformedRowException.class)
        .hasMessageStartingWith("test.csv:3: row: expected a quote that closes field 1");
  }

  @Test
  @DisplayName("that never end cost the lenient reader their own line and no other")
  void strayQuotesLenient() {
    String text =
        HEADER + row(0, "x") + row(1, "\"Heroes") + row(2, "x") + row(3, "12\"") + row(4, "x");
    InteractionLog log = read(lenient().build(), text);
    assertThat(rows(log)).containsExactly(expected(0), expected(2), expected(3), expected(4));
    assertThat(log.report().skippedRows()).isEqualTo(1);
    String eight = HEADER + row(0, "\"a") + "u1,\n".repeat(6) + row(7, "b\"") + row(8, "c");
    InteractionLog few = read(lenient().build(), eight);
    assertThat(few.report().skippedRows() + few.size()).as("lines").isEqualTo(9);
    assertThat(rows(few)).contains(expected(7), expected(8));
  }

  @Test
  @DisplayName("are characters like others where there is no quoting, and every line is a row")
  void none() {
    String text = HEADER + row(1, "\"Heroes") + row(2, "\"weird al\" x") + row(3, "12\"");
    InteractionLog log = read(DelimitedReader.builder().quoting(Quoting.NONE).build(), text);
    assertThat(rows(log)).containsExactly(expected(1), expected(2), expected(3));
    String ids = "user\titem\ttimestamp\n\"a\t\"b\"\t1000000000\n";
    assertThat(rows(read(DelimitedReader.builder().quoting(Quoting.NONE).build(), ids)))
        .containsExactly("\"a \"b\" 1000000000000");
  }

  @Test
  @DisplayName("without header, and stray in the first line, lose no other line either")
  void strayInTheFirstLine() {
    String text = "u1\t2009-05-01\ta1\t\"Heroes\nu2\t2009-05-02\ta2\tx\nu3\t2009-05-03\ta3\t12\"\n";
    DelimitedReader.Builder places = DelimitedReader.builder().columnIndexes(0, 2, 1);
    assertThatThrownBy(() -> read(places.build(), text))
        .isInstanceOf(MalformedRowException.class)
        .hasMessageStartingWith("test.csv:1: row: expected a quote that closes field 4");
    assertThat(read(places.quoting(Quoting.NONE).build(), text).size()).isEqualTo(3);
    InteractionLog log = read(lenient().columnIndexes(0, 2, 1).build(), text);
    assertThat(log.users().ids()).containsExactly("u2", "u3");
    assertThat(log.report().skippedRows()).isEqualTo(1);
  }

  @Test
  @DisplayName("after a backslash are read where that is set, and otherwise named as the cause")
  void backslash() {
    String text =
        HEADER + row(1, "\"say \\\"hi\\\", you\"") + row(2, "a\\,b") + row(3, "\"c\\\\\"");
    InteractionLog log = read(DelimitedReader.builder().quoting(Quoting.BACKSLASH).build(), text);
    assertThat(rows(log)).containsExactly(expected(1), expected(2), expected(3));
    String ids = "user,item,timestamp\n\"a\\\"b\",c\\\\d\\N,1000000000\n";
    assertThat(rows(read(DelimitedReader.builder().quoting(Quoting.BACKSLASH).build(), ids)))
        .containsExactly("a\"b c\\d\\N 1000000000000");
    assertThatThrownBy(() -> read(DelimitedReader.defaults(), text))
        .isInstanceOf(MalformedRowException.class)
        .hasMessageStartingWith("test.csv:2: row: expected a separator after the quotes of field 3")
        .hasMessageContaining("Quoting.BACKSLASH");
    InteractionLog some = read(lenient().build(), HEADER + row(1, "\"a\\\"b\"") + row(2, "x"));
    assertThat(rows(some)).containsExactly(expected(2));
  }

  @Test
  @DisplayName("before more of the field are malformed in one line, not in the whole text")
  void textAfterQuotes() {
    String text = HEADER + row(1, "\"weird al\" x") + row(2, "x");
    assertThatThrownBy(() -> read(DelimitedReader.defaults(), text))
        .isInstanceOf(MalformedRowException.class)
        .hasMessageStartingWith("test.csv:2: row: expected a separator after the quotes");
    assertThat(rows(read(lenient().build(), text))).containsExactly(expected(2));
  }

  @Test
  @DisplayName("around a field that runs over lines are read, with a warning that names them")
  void multiline() {
    String text = HEADER + row(1, "x") + row(2, "\"one\r\ntwo, \"\"2\"\"\n\nend\"") + row(3, "x");
    InteractionLog log = read(DelimitedReader.defaults(), text);
    assertThat(rows(log)).containsExactly(expected(1), expected(2), expected(3));
    assertThat(log.report().warnings())
        .singleElement()
        .asString()
        .startsWith("1 rows have a quoted field that runs over lines, such as lines 3 to 6");
    assertThat(log.report().toString()).contains("warning: 1 rows");
    InteractionLog known = read(DelimitedReader.builder().multiline(true).build(), text);
    assertThat(rows(known)).isEqualTo(rows(log));
    assertThat(known.report().warnings()).isEmpty();
    assertThatThrownBy(() -> read(DelimitedReader.builder().multiline(false).build(), text))
        .hasMessageStartingWith("test.csv:3: row: expected a quote that closes field 3");
  }

  @Test
  @DisplayName("around lines that look like rows are read if that is set, and otherwise refused")
  void multilineRows() {
    String text = HEADER + row(1, "\"see:\n" + row(2, "x") + "\"") + row(3, "x");
    assertThatThrownBy(() -> read(DelimitedReader.defaults(), text))
        .hasMessageContaining("a row by itself")
        .hasMessageContaining("multiline(true)");
    InteractionLog log = read(DelimitedReader.builder().multiline(true).build(), text);
    assertThat(rows(log)).containsExactly(expected(1), expected(3));
  }

  @Test
  @DisplayName("around lines of a row that is left out belong to it where fields run over lines")
  void badMultilineRow() {
    String text = HEADER + row(1, "x") + "u2,i2,\"see:\n" + row(9, "x") + "\",bad\n" + row(3, "x");
    InteractionLog log = read(lenient().multiline(true).build(), text);
    assertThat(rows(log)).containsExactly(expected(1), expected(3));
    assertThat(log.report().skippedRows()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {" \"a,b\" ", "\"a,b\"  ", "\t\"a,b\""})
  @DisplayName("may have blanks around them")
  void blanksAround(String note) {
    assertThat(rows(read(DelimitedReader.defaults(), HEADER + row(1, note))))
        .containsExactly(expected(1));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  @DisplayName("that are well-formed are read as another reader of CSV reads them")
  void likeAnotherReader(long seed) {
    Random random = new Random(seed);
    String[] parts = {"a", "b\"", "\"\"", "é", " ", "\t", "12", "::", "x"};
    String[] quotedParts = {"a", "\"\"", ",", "\n", "\r\n", "\r", " ", "end", "\\"};
    String[] ends = {"\n", "\r\n", "\r"};
    StringBuilder text = new StringBuilder("user,item,note,timestamp\n");
    for (int row = 0; row < 2_000; row++) {
      text.append('u').append(row).append(',');
      boolean quoted = random.nextBoolean();
      text.append(quoted ? "\"i" : "i");
      for (int i = random.nextInt(6); i > 0; i--) {
        String part = quoted ? quotedParts[random.nextInt(9)] : parts[random.nextInt(9)];
        text.append(part.equals("\n") || part.contains("\r") ? "-" : part);
      }
      text.append(quoted ? "\"," : ",");
      boolean note = random.nextBoolean();
      text.append(note ? "\"n" : "n");
      for (int i = random.nextInt(random.nextInt(20) == 0 ? 900 : 6); i > 0; i--) {
        text.append(note ? quotedParts[random.nextInt(9)] : parts[random.nextInt(9)]);
      }
      text.append(note ? "\"," : ",").append(1_000_000_000 + row).append(ends[random.nextInt(3)]);
    }
    List<String> others = new ArrayList<>();
    CsvReader.builder()
        .ofCsvRecord(text.toString())
        .forEach(
            record ->
                others.add(
                    record.getField(0)
                        + " "
                        + record.getField(1)
                        + " "
                        + record.getField(3)
                        + "000"));
    others.remove(0);
    DelimitedReader reader = DelimitedReader.builder().multiline(true).build();
    List<String> ours = rows(read(reader, text.toString()));
    assertThat(ours).hasSameSizeAs(others).hasSize(2_000);
    for (int row = 0; row < ours.size(); row++) {
      assertThat(ours.get(row).replaceAll("[ \t]+", ""))
          .isEqualTo(others.get(row).replaceAll("[ \t]+", ""));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  @DisplayName("wherever they are, cost no line that is not reported")
  void nothingIsLost(long seed) {
    Random random = new Random(seed);
    for (Quoting quoting : Quoting.values()) {
      StringBuilder text = new StringBuilder(HEADER);
      int lines = 3_000;
      for (int row = 0; row < lines; row++) {
        String line = row(row, "some note");
        for (int i = random.nextInt(20) == 0 ? 1 + random.nextInt(3) : 0; i > 0; i--) {
          int at = random.nextInt(line.length() - 1);
          line =
              line.substring(0, at) + (random.nextInt(4) == 0 ? "\\" : "\"") + line.substring(at);
        }
        text.append(line);
      }
      InteractionLog log = read(lenient().quoting(quoting).build(), text.toString());
      assertThat(log.size() + log.report().skippedRows()).as("%s", quoting).isEqualTo(lines);
      assertThat(log.report().skippedRows()).isBetween(quoting == Quoting.NONE ? 0L : 1L, 200L);
    }
  }

  @Test
  @DisplayName("that are opened in every line take no time that grows with the square of the text")
  void manyStrayQuotes() {
    String text = HEADER + row(0, "x") + "\"\\\"\n".repeat(20_000);
    long begin = System.nanoTime();
    InteractionLog log = read(lenient().quoting(Quoting.BACKSLASH).build(), text);
    assertThat(log.report().skippedRows()).isEqualTo(20_000);
    assertThat((System.nanoTime() - begin) / 1e9).isLessThan(20);
  }

  @Test
  @DisplayName("do not make a first line a table")
  void noTable() {
    assertThatThrownBy(() -> read(DelimitedReader.defaults(), "\"only a title\nand a line\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no three fields");
  }
}
