package io.hardgnn.data.events;

import static io.hardgnn.data.events.DelimitedReaderTest.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.data.DataException;
import io.hardgnn.data.SharedData;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The small file of which a user was told nothing, or the wrong thing,")
class FieldFilesTest {

  private static final String EARLY_TIMES =
      "no time is later than 1971, the last is %s; is column 4 (timestamp) really the time, and in"
          + " seconds or milliseconds as timeFormat says?";

  private static DelimitedReader.Builder lenient() {
    return DelimitedReader.builder().errorPolicy(ErrorPolicy.SKIP);
  }

  private static DelimitedReader.Builder unquoted() {
    return DelimitedReader.builder().quoting(Quoting.NONE);
  }

  private static void assertReport(InteractionLog log, long rows, long skipped) {
    assertThat(log.size()).isEqualTo((int) rows);
    assertThat(log.report().rows()).isEqualTo(rows);
    assertThat(log.report().skippedRows()).isEqualTo(skipped);
    assertThat(log.report().firstErrors()).hasSize((int) skipped);
  }

  @Test
  @DisplayName("with a lone quote in its first and its last of three lines loses no other line")
  void loneQuotes() {
    Path file = SharedData.field("01-tsv-lone-quotes--minimal.tsv");
    assertThatThrownBy(() -> InteractionLog.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + ": the first line is neither a header")
        .hasMessageContaining("over several lines, since a quote is not closed in the first")
        .hasMessageContaining("quoting(Quoting.NONE)")
        .hasMessageEndingWith("column 2 looks like the time, which is place 1");
    InteractionLog all = unquoted().columnIndexes(0, 2, 1).build().read(file);
    assertReport(all, 3, 0);
    assertThat(all.report().warnings()).isEmpty();
    InteractionLog some = lenient().columnIndexes(0, 2, 1).build().read(file);
    assertReport(some, 2, 1);
    assertThat(some.users().ids()).containsExactly("u2", "u3");
    assertThat(some.report().firstErrors().get(0))
        .startsWith(file + ":1: row: expected a quote that closes field 4");
  }

  @Test
  @DisplayName("with lone quotes around three good lines keeps these, and reports the line it lost")
  void loneQuotesAmongOthers() {
    Path file = SharedData.field("01-tsv-lone-quotes--silent.tsv");
    DelimitedReader.Builder strict = DelimitedReader.builder().columnIndexes(0, 2, 1);
    assertThatThrownBy(() -> strict.build().read(file))
        .isInstanceOf(MalformedRowException.class)
        .hasMessageStartingWith(file + ":2: row: expected a quote that closes field 4")
        .hasMessageContaining("the field runs over lines 2 to 3")
        .hasMessageContaining("quoting(Quoting.NONE)");
    InteractionLog all = unquoted().columnIndexes(0, 2, 1).build().read(file);
    assertReport(all, 7, 0);
    InteractionLog some = lenient().columnIndexes(0, 2, 1).build().read(file);
    assertReport(some, 6, 1);
    assertThat(some.users().ids()).containsExactly("u0", "u2", "u3", "u4", "u5", "u6");
    assertThat(some.report().firstErrors().get(0)).startsWith(file + ":2: row: ");
    assertThat(some.report().warnings()).isEmpty();
  }

  @Test
  @DisplayName("that is gzip cut inside of its second member is not read, whatever the policy")
  void cutMember() {
    Path file = SharedData.field("03-gzip-members-other-containers--trunc1.csv.gz");
    for (DelimitedReader reader : new DelimitedReader[] {unquoted().build(), lenient().build()}) {
      assertThatThrownBy(() -> reader.read(file))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith(file + ": in line 1002: the gzip data is truncated or damaged")
          .hasMessageEndingWith("fetch the file again");
    }
  }

  @Test
  @DisplayName("of check-ins, whose time is not last, is read after its places were said")
  void checkIns() {
    Path file = SharedData.field("05-header-or-rating-as-time--minimal-gowalla.txt");
    assertThatThrownBy(() -> lenient().build().read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the time would be taken from the last column, '22847'")
        .hasMessageContaining("column 2 looks like it, '2010-10-19T23:55:27Z'")
        .hasMessageContaining("columnIndexes(user, item, timestamp)");
    InteractionLog log = DelimitedReader.builder().columnIndexes(0, 4, 1).build().read(file);
    assertReport(log, 2, 0);
    assertThat(rows(log)).containsExactly("0 22847 1287532527000", "0 420315 1287440263000");
    assertThat(log.report().warnings()).isEmpty();
  }

  @Test
  @DisplayName("of numbers of plays, where a time would be last, is warned of")
  void plays() {
    Path file = SharedData.field("05-header-or-rating-as-time--minimal-plays.tsv");
    InteractionLog log = InteractionLog.read(file);
    assertReport(log, 3, 0);
    assertThat(log.report().warnings())
        .containsExactly(String.format(EARLY_TIMES, "1970-01-02T01:00:00Z"));
    InteractionLog without = DelimitedReader.builder().withoutTimes().build().read(file);
    assertReport(without, 3, 0);
    assertThat(without.hasTimes()).isFalse();
    assertThat(without.report().warnings()).isEmpty();
  }

  @Test
  @DisplayName("of a warehouse, with UTC after a blank, is read without a word")
  void warehouseTime() {
    InteractionLog log = InteractionLog.read(SharedData.field("07-timestamps--bq.csv"));
    assertReport(log, 1, 0);
    assertThat(rows(log)).containsExactly("u1 i1 1577836800000");
    assertThat(log.report().warnings()).isEmpty();
  }

  @Test
  @DisplayName(
      "with backslashes before its quotes names them, and loses no line where they are set")
  void backslash() {
    Path file = SharedData.field("08-unbalanced-quote--backslash.csv");
    assertThatThrownBy(() -> InteractionLog.read(file))
        .isInstanceOf(MalformedRowException.class)
        .hasMessageStartingWith(file + ":2: row: expected a separator after the quotes of field 3")
        .hasMessageContaining("Quoting.BACKSLASH")
        .hasMessageEndingWith("got 'u1,i1,\"say \\\"hi\\\"\",1000'");
    assertReport(lenient().build().read(file), 1, 1);
    DelimitedReader known = DelimitedReader.builder().quoting(Quoting.BACKSLASH).build();
    InteractionLog log = known.read(file);
    assertReport(log, 2, 0);
    assertThat(rows(log)).containsExactly("u1 i1 1000000", "u2 i2 1001000");
    assertThat(log.report().warnings())
        .containsExactly(String.format(EARLY_TIMES, "1970-01-01T00:16:41Z"));
  }

  @Test
  @DisplayName("with a quote opened in one row and closed in another does not make them one")
  void unbalanced() {
    Path file = SharedData.field("08-unbalanced-quote--minimal.csv");
    assertThatThrownBy(() -> InteractionLog.read(file))
        .isInstanceOf(MalformedRowException.class)
        .hasMessageStartingWith(file + ":2: row: expected a quote that closes field 3")
        .hasMessageContaining("the field runs over lines 2 to 3")
        .hasMessageContaining("multiline(true)");
    InteractionLog some = lenient().build().read(file);
    assertReport(some, 2, 1);
    assertThat(rows(some)).containsExactly("u2 i2 2000", "u3 i3 3000");
    InteractionLog all = unquoted().build().read(file);
    assertReport(all, 3, 0);
    assertThat(rows(all)).containsExactly("u1 i1 1000", "u2 i2 2000", "u3 i3 3000");
    assertThat(all.report().warnings())
        .containsExactly(String.format(EARLY_TIMES, "1970-01-01T00:00:03Z"));
  }
}
