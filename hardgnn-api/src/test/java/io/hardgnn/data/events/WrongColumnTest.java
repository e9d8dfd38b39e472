package io.hardgnn.data.events;

import static io.hardgnn.data.events.DelimitedReaderTest.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.LogLines;
import io.hardgnn.data.DataException;
import io.hardgnn.data.EmptyDatasetException;
import io.hardgnn.data.prepare.DatasetBuilder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A column that is not what its place says")
class WrongColumnTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0\t2010-10-19T23:55:27Z\t30.23\t-97.79\t22847\n",
        "0,2010-10-19 23:55:27 UTC,22847\n",
        "2010-10-19,ann,22847\n",
        "ann,22847,2010-10-19,5\n",
        "ann,book,1286000000,5\n",
        "ann::book::1286000000000::5\n",
        "ann,book,1286000000,123456789\n", // the number of a place, which would be 1973
        "1286000000,ann,70123456\n",
        "470,49bbd6c0f964a520f4531fe3,cafe,40.7,-240,Tue Apr 03 18:00:09 +0000 2012,3\n",
      })
  @DisplayName("is refused where a time stands in another than the last, with its place")
  void timeElsewhere(String text) {
    assertThatThrownBy(() -> read(DelimitedReader.defaults(), text))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("looks like it, '")
        .hasMessageContaining("columnIndexes(user, item, timestamp)");
    assertThatThrownBy(() -> read(DelimitedReader.builder().header(false).build(), text))
        .hasMessageContaining("looks like it, '");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann,book,2010-10-19,2010-10-20\n", // created, changed
        "ann,book,5,1286000000\n",
        "1286000000,1286000001,1286000002\n", // numbers as ids
        "ann,2010,1286000000\n",
      })
  @DisplayName("is not suspected where the last is a time")
  void timeLast(String text) {
    InteractionLog log = read(DelimitedReader.defaults(), text);
    assertThat(log.size()).isEqualTo(1);
    assertThat(log.report().warnings()).isEmpty();
  }

  @Test
  @DisplayName("is no row where it is a known name at a place that was set")
  void headerAtPlaces() {
    String text = "userId,movieId,rating,timestamp\n1,17,4.0,944249077\n";
    DelimitedReader.Builder places = DelimitedReader.builder().columnIndexes(0, 1, 3);
    assertThat(read(places.build(), text).users().ids()).containsExactly("1");
    DelimitedReader.Builder withoutTimes = DelimitedReader.builder().columnIndexes(0, 1);
    assertThat(read(withoutTimes.build(), text).items().ids()).containsExactly("17");
    assertThat(read(withoutTimes.header(false).build(), text).items().ids())
        .containsExactly("movieId", "17");
  }

  @Test
  @DisplayName("is warned of where a first row without times looks like a header")
  void headerWithoutTimes() {
    String rows = "User-ID;ISBN;Book-Rating\n276725;034545104;0\n276726;0155061224;5\n";
    DelimitedReader.Builder reader = DelimitedReader.builder().separator(";").withoutTimes();
    assertThat(read(reader.build(), rows).report().warnings())
        .singleElement()
        .asString()
        .contains("user 'User-ID' and item 'ISBN', looks like a header")
        .contains("header(true)");
    assertThat(read(reader.build(), rows.substring(rows.indexOf('\n') + 1)).report().warnings())
        .isEmpty();
    assertThat(
            read(reader.build(), "name;isbn\nann;034545104\nbob;0155061224\n").report().warnings())
        .as("users are words in every row")
        .singleElement()
        .asString()
        .contains("user 'name' and item 'isbn', looks like a header");
    assertThat(read(reader.build(), "name;title\nann;book\nbob;film\n").report().warnings())
        .as("all are words")
        .isEmpty();
    assertThat(read(reader.build(), "1;7\nann;8\n3;9\n").report().warnings())
        .as("the word stands elsewhere")
        .isEmpty();
  }

  @Test
  @DisplayName("has a name of several lines in a header")
  void headerOverLines() {
    String text = "user,item,timestamp,\"comment\n(free)\"\nann,book,1000000000,x\n";
    assertThat(read(DelimitedReader.defaults(), text).users().ids()).containsExactly("ann");
    assertThat(read(DelimitedReader.builder().multiline(true).build(), text).size()).isEqualTo(1);
  }

  @Test
  @DisplayName("is warned of where a time was cut")
  void cutTime() {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < 30; row++) {
      text.append("u,i").append(row).append(",15700000").append(10 + row).append('\n');
    }
    text.append("u,i99,15700");
    assertThat(read(DelimitedReader.defaults(), text.toString()).report().warnings())
        .singleElement()
        .asString()
        .startsWith("1 row has a time before 1972");
  }

  @Test
  @DisplayName("is warned of in the log where rows are given in seconds")
  void givenSeconds() {
    InteractionLog.Builder rows = InteractionLog.builder().add("ann", "book", 1_000_000_000L);
    assertThat(LogLines.of(rows::build))
        .contains("no time is later than 1971", "milliseconds as epochMillis says");
  }

  @Test
  @DisplayName("is hinted at where the last is no time")
  void hint() {
    assertThatThrownBy(
            () -> read(DelimitedReader.defaults(), "u1,2009-05-04T23:08:57Z,a1,Deep Dish\n"))
        .hasMessageContaining("neither a header")
        .hasMessageContaining("column 2 looks like the time, which is place 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "u1\ta1\tname\t90000\nu1\ta2\tname\t5\n",
        "user,item,time\nu1,a1,63071999\n",
        "user,item,date\nu1,a1,1971-12-31\n",
      })
  @DisplayName("is warned of where no time is later than 1971, as with numbers of plays")
  void plays(String text) {
    assertThat(read(DelimitedReader.defaults(), text).report().warnings())
        .singleElement()
        .asString()
        .startsWith("no time is later than 1971")
        .contains("column");
  }

  @ParameterizedTest
  @CsvSource({"9999-12-31, '1 row has a time in the future'", "1970-01-01, '1 row has the time 0'"})
  @DisplayName("is warned of where a time lies in the future, or is 0 among others that are not")
  void fewWrong(String date, String warning) {
    String text = "user,item,date\nu1,a1,2020-12-31\nu1,a2," + date + "\nu1,a3,2021-01-01\n";
    assertThat(read(DelimitedReader.defaults(), text).report().warnings())
        .singleElement()
        .asString()
        .startsWith(warning);
  }

  @Test
  @DisplayName("is warned of in a log that was put together row by row too")
  void builder() {
    InteractionLog log = InteractionLog.builder().add("u1", "a1", 1_600_000_000L).build();
    assertThat(log.report().warnings())
        .singleElement()
        .asString()
        .startsWith("no time is later than 1971");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Doe, John;i12;2020-09-24 10:58:04,084\n",
        "u28;i12;4,5;2020-09-24 10:58:04,084\n",
      })
  @DisplayName("is not what another separator makes of the fraction of a time")
  void separators(String text) {
    InteractionLog log = read(DelimitedReader.defaults(), text);
    assertThat(log.timestamp(0)).isBetween(1_600_000_000_000L, 1_601_000_000_000L);
    assertThat(log.report().warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"20200924", "202009241058", "20200924105804"})
  @DisplayName("written in digits alone is no epoch")
  void compact(String time) {
    assertThatThrownBy(
            () -> read(DelimitedReader.defaults(), "user,item,time\nu1,a1," + time + "\n"))
        .isInstanceOf(MalformedRowException.class)
        .hasMessageContaining("hyphens");
  }

  @Test
  @DisplayName("is hinted at where nothing is left of the log")
  void nothingLeft() {
    InteractionLog log = read(DelimitedReader.defaults(), "u1\ta1\tname\t90000\nu1\ta2\tname\t5\n");
    assertThatThrownBy(() -> DatasetBuilder.of(log).build())
        .isInstanceOf(EmptyDatasetException.class)
        .hasMessageContaining("no time is later than 1971");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NULL", "null", "NaN", "nan", "None", "\\N", "N/A", "<NA>", "undefined"})
  @DisplayName("of users that are a word for none is warned of, with the number of rows")
  void missingIds(String word) {
    String row = "," + "book,1000000000\n";
    String text = "user,item,timestamp\nann" + row + word + row + word + row;
    InteractionLog log = read(DelimitedReader.defaults(), text);
    assertThat(log.report().warnings())
        .containsExactly(
            "user '"
                + word
                + "' occurs in 2 rows; if it means that there is none, set missingIds(\""
                + word.replace("\\", "\\\\")
                + "\")");
    DelimitedReader strict = DelimitedReader.builder().missingIds(word, "other", word).build();
    assertThatThrownBy(() -> read(strict, text))
        .isInstanceOf(MalformedRowException.class)
        .hasMessageStartingWith("test.csv:3: column 1 (user): expected an id, not a word")
        .hasMessageContaining("missingIds");
    DelimitedReader lenient =
        DelimitedReader.builder().missingIds(word).errorPolicy(ErrorPolicy.SKIP).build();
    InteractionLog known = read(lenient, text);
    assertThat(known.users().ids()).containsExactly("ann");
    assertThat(known.report().skippedRows()).isEqualTo(2);
    assertThat(known.report().warnings()).isEmpty();
  }

  @Test
  @DisplayName("of items that are a word for none is warned of, too")
  void missingItems() {
    String text = "user,item,timestamp\nann,None,1000000000\nbob,nonesuch,1000000000\n";
    assertThat(read(DelimitedReader.defaults(), text).report().warnings())
        .containsExactly(
            "item 'None' occurs in 1 row; if it means that there is none, set missingIds(\"None\")");
  }

  @Test
  @DisplayName("a word for no id is not told of by a setting where there is none")
  void wordsForNoneGiven() {
    InteractionLog log =
        InteractionLog.builder()
            .add("unknown", "tea", 1_600_000_000_000L)
            .add("ann", "tea", 1_600_000_001_000L)
            .build();
    assertThat(log.report().warnings())
        .singleElement()
        .asString()
        .contains("'unknown' occurs in 1 row", "leave these rows out")
        .doesNotContain("missingIds");
  }
}
