package io.hardgnn.data.events;

import static io.hardgnn.data.events.DelimitedReaderTest.gzip;
import static io.hardgnn.data.events.DelimitedReaderTest.read;
import static io.hardgnn.data.events.DelimitedReaderTest.rows;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.primitives.Bytes;
import io.hardgnn.data.DataException;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.RandomLogs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The reader of delimited text, given bad input,")
class DelimitedReaderErrorsTest {

  private static final String HEADER = "user,item,timestamp\n";
  private static final String GOOD = "ann,book,1000000000\n";

  private static final DelimitedReader LENIENT =
      DelimitedReader.builder().errorPolicy(ErrorPolicy.SKIP).build();

  @Test
  @DisplayName("says why it cannot open an input, also where Java names the input alone")
  void noReason() throws IOException {
    for (IOException failure :
        List.of(new AccessDeniedException("rows"), new UnknownHostException("rows"))) {
      URLStreamHandler failing =
          new URLStreamHandler() {
            @Override
            protected URLConnection openConnection(URL url) throws IOException {
              throw failure;
            }
          };
      URL url = new URL(null, "test:rows", failing);
      assertThatThrownBy(() -> DelimitedReader.defaults().read(url))
          .isInstanceOf(DataException.class)
          .hasMessage("cannot read test:rows: rows (" + failure.getClass().getSimpleName() + ")");
      URL secret = new URL(null, "test://ann:secret@host:81/rows.csv?key=secret", failing);
      assertThatThrownBy(() -> DelimitedReader.defaults().read(secret))
          .hasMessageStartingWith("cannot read test://host:81/rows.csv: ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bob,pen,soon        | column 3 (timestamp) | soon",
        "bob,pen,NaN         | column 3 (timestamp) | NaN",
        "bob,pen,            | column 3 (timestamp) | ''",
        "bob,pen,-1          | column 3 (timestamp) | -1",
        "bob,pen,1e10e       | column 3 (timestamp) | 1e10e",
        "bob,pen,99999999999999999999 | column 3 (timestamp) | 99999999999999999999",
        "bob,pen,1000000000000 | column 3 (timestamp) | 1000000000000",
        "bob,pen,2020-01-01  | column 3 (timestamp) | 2020-01-01",
        ",pen,1000000001     | column 1 (user)      | ''",
        "bob,'  ',1000000001 | column 2 (item)      | ''",
        "bob,\"  \",1000000001 | column 2 (item)    | '  '",
        "bob,pen             | row                  | 2 fields",
        "bob,pen,1000000001,5| row                  | 4 fields",
      })
  @DisplayName("names file, line, column, value and what was expected; the lenient one counts it")
  void malformedRow(String line, String column, String value) {
    String row = line.replace("'", "");
    String text = HEADER + GOOD + "\n" + row + "\n" + GOOD;
    MalformedRowException error =
        catchThrowableOfType(
            MalformedRowException.class, () -> read(DelimitedReader.defaults(), text));
    assertThat(error.source()).isEqualTo("test.csv");
    assertThat(error.line()).isEqualTo(4);
    assertThat(error.column()).isEqualTo(column);
    assertThat(error.value()).isEqualTo(value);
    assertThat(error)
        .hasMessageStartingWith("test.csv:4: " + column + ": expected ")
        .hasMessageContaining(error.expected())
        .hasMessageEndingWith(", got '" + value + "'");

    InteractionLog log = read(LENIENT, text);
    assertThat(rows(log)).containsExactly("ann book 1000000000000", "ann book 1000000000000");
    assertThat(log.users().ids()).as("ids of malformed rows are not kept").containsExactly("ann");
    assertThat(log.report().rows()).isEqualTo(2);
    assertThat(log.report().skippedRows()).isEqualTo(1);
    assertThat(log.report().firstErrors()).containsExactly(error.getMessage());
    assertThat(log.report().toString()).contains("1 rows skipped", "test.csv:4");
  }

  @Test
  @DisplayName("keeps the first ten messages and counts all when lenient")
  void manyMalformedRows() {
    InteractionLog log = read(LENIENT, HEADER + GOOD + "x,y,z\n".repeat(1000) + GOOD);
    assertThat(log.report().skippedRows()).isEqualTo(1000);
    assertThat(log.report().firstErrors()).hasSize(10);
    assertThat(log.report().toString()).endsWith("... and 990 more");
    Dataset dataset = RandomLogs.unfiltered(log).build();
    assertThat(dataset.filterSteps().get(0).dropped()).isEqualTo(1000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "\uFEFF", "   \n"})
  @DisplayName("refuses an empty text")
  void empty(String text) {
    assertThatThrownBy(() -> read(DelimitedReader.defaults(), text))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("test.csv is empty");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"# of noon", "#user,item,timestamp", "% MatrixMarket", "// of noon"})
  @DisplayName("says how comments are passed over, where the first line looks like one")
  void comment(String first) {
    String sign = first.startsWith("//") ? "//" : first.substring(0, 1);
    assertThatThrownBy(() -> read(DelimitedReader.defaults(), first + "\n" + GOOD))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(
            "; if lines that begin with " + sign + " are comments, set comment(\"" + sign + "\")");
    DelimitedReader told = DelimitedReader.builder().comment(sign).build();
    assertThat(rows(read(told, first + "\n" + GOOD))).hasSize(1);
    assertThatThrownBy(() -> read(told, first + "\n" + sign))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("test.csv is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"", "#\n"})
  @DisplayName("refuses as a comment's sign what is none")
  void badComment(String sign) {
    assertThatThrownBy(() -> DelimitedReader.builder().comment(sign))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("comment must be");
  }

  @Test
  @DisplayName("takes the header of a file that was put behind another one for none of its rows")
  void headerAgain() {
    DelimitedReader without = DelimitedReader.builder().withoutTimes().build();
    String joined = "user,item\nann,book\nUser,item\nbob,pen\n";
    assertThatThrownBy(() -> read(without, joined))
        .isInstanceOf(MalformedRowException.class)
        .hasMessageContaining("test.csv:3:")
        .hasMessageContaining("a row, not the header again");
    assertThat(read(LENIENT, HEADER + GOOD + HEADER + GOOD).size()).isEqualTo(2);
    String other = HEADER + GOOD + "item,user,timestamp\nbook,ann,1000000000\n";
    for (DelimitedReader reader : List.of(LENIENT, DelimitedReader.defaults())) {
      assertThatThrownBy(() -> read(reader, other))
          .isInstanceOf(DataException.class)
          .hasMessageContaining(
              "line 3 is a header with other columns than the first, or in another order");
    }
    String wider =
        "user,item,rating,time\nann,book,5,1000000000\nuser,rating,item,time\nbob,4,pen,1000000000\n";
    String places = "userId,movieId\nann,book\nmovieId,userId\npen,bob\n";
    DelimitedReader byPlace = DelimitedReader.builder().columnIndexes(0, 1).header(true).build();
    assertThatThrownBy(() -> read(LENIENT, wider))
        .hasMessageContaining(
            "line 3 is a header with other columns than the first, or in another order");
    assertThatThrownBy(() -> read(byPlace, places))
        .hasMessageContaining(
            "line 3 is a header with other columns than the first, or in another order");
    assertThatThrownBy(() -> read(byPlace, places.replace("movieId,userId", "userId,movieId")))
        .hasMessageContaining("a row, not the header again");
    String sizes = "6040 3706 1000209\n6040 3706 5\n3706 3706 4\n";
    assertThat(
            read(
                    DelimitedReader.builder()
                        .separator(" ")
                        .columnIndexes(0, 1)
                        .header(true)
                        .build(),
                    sizes)
                .size())
        .as("a first line of numbers has no names that could come again")
        .isEqualTo(2);
    String renamed = HEADER + GOOD + "user_id,item_id,timestamp\n" + GOOD;
    assertThat(read(LENIENT, renamed).size()).as("the header again, by other names").isEqualTo(2);
    DelimitedReader unnamed =
        DelimitedReader.builder()
            .columnIndexes(0, 1, 2)
            .header(true)
            .errorPolicy(ErrorPolicy.SKIP)
            .build();
    assertThat(read(unnamed, ",item,timestamp\n" + GOOD + "bob,pen,\n" + GOOD).size())
        .as("no time, and no header")
        .isEqualTo(2);
  }

  @Test
  @DisplayName("names the quotes where a quoted field has taken a separator in")
  void quotedSeparator() {
    assertThatThrownBy(
            () ->
                read(
                    DelimitedReader.defaults(),
                    "user,title,artist,item,timestamp\n"
                        + "ann,x,y,book,1000000000\n"
                        + "ann,\"Heroes,Bowie\",book,1000000000\n"))
        .isInstanceOf(MalformedRowException.class)
        .hasMessageContaining("5 fields as in the first line (it has a quoted field")
        .hasMessageContaining("quoting(Quoting.NONE)");
  }

  @ParameterizedTest
  @ValueSource(strings = {",,\n", "\u3000\n", "\"\"\n"})
  @DisplayName("never takes a first line that only looks blank for the header")
  void firstLineThatLooksBlank(String line) {
    assertThatThrownBy(() -> read(LENIENT, line + HEADER + GOOD))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("test.csv: the first line ");
  }

  @Test
  @DisplayName("refuses a header without rows, and a text without one good row")
  void noRows() {
    assertThatThrownBy(() -> read(DelimitedReader.defaults(), HEADER))
        .hasMessage("test.csv holds no interaction");
    assertThatThrownBy(() -> read(LENIENT, HEADER + "a,b,c\n,,\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2 rows are malformed, first: test.csv:2: column 3 (timestamp)");
  }

  @Test
  @DisplayName("refuses a header that lacks a column or has it twice, and names what is there")
  void header() {
    assertThatThrownBy(() -> read(DelimitedReader.defaults(), "user,product,timestamp\na,b,1\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no column 'item'")
        .hasMessageContaining("[user, product, timestamp]")
        .hasMessageContaining("columns(user, item, timestamp)");
    assertThatThrownBy(() -> read(DelimitedReader.defaults(), "user,userId,item,time\na,a,b,1\n"))
        .hasMessageContaining("columns 1 and 2")
        .hasMessageContaining("could both be meant");
    assertThatThrownBy(() -> read(DelimitedReader.defaults(), "who,what,when\na,b,1000000000\n"))
        .hasMessageContaining("neither a header")
        .hasMessageContaining("[who, what, when]");
    DelimitedReader fifth = DelimitedReader.builder().columnIndexes(0, 1, 4).build();
    assertThatThrownBy(() -> read(fifth, GOOD)).hasMessageContaining("column 5 is needed");
    assertThatThrownBy(() -> read(DelimitedReader.defaults(), "hello world\n"))
        .hasMessageContaining("no three fields");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "u,i,1969-12-31T23:59:59Z > 1970 .. 9999",
        "u,i,20240131 > expected",
        "user,item,timestamp,timestamp > choose with columnIndexes(...) and header(true)",
        "u,i > or withoutTimes() if there are no times",
      })
  @DisplayName("says of a first line why its time is none, and what would help")
  void firstLine(String line, String reason) {
    assertThatThrownBy(() -> read(DelimitedReader.defaults(), line + "\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(reason);
  }

  @Test
  @DisplayName("says that a quote swallowed the lines after it")
  void swallowed() {
    String text =
        """
        u1\t2009-05-04T23:08:57Z\ta1\t"Heroes
        u2\t2009-05-04T23:08:57Z\ta2\tplain
        u3\t2009-05-04T23:08:57Z\ta3\t12"
        """;
    assertThatThrownBy(() -> read(DelimitedReader.defaults(), text))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Quoting.NONE");
  }

  @Test
  @DisplayName("ends by no zone of a time, however long")
  void longZone() {
    String row = "u,i,2020-01-01 00:00:00 A" + "/a".repeat(5000) + "\n";
    String text = "user,item,timestamp\n" + row;
    assertThatThrownBy(() -> read(DelimitedReader.defaults(), text))
        .isInstanceOf(MalformedRowException.class);
  }

  @Test
  @DisplayName("shows the name of an input, which may be that of an upload, on one line")
  void name() {
    String name = "up\nload\u001b" + "x".repeat(100_000);
    assertThatThrownBy(
            () -> DelimitedReader.defaults().read(new ByteArrayInputStream(new byte[0]), name))
        .isInstanceOf(DataException.class)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(5000).startsWith("up\\nload"));
  }

  @Test
  @DisplayName("never takes a malformed first row for a header")
  void firstRowIsNotDropped() {
    DelimitedReader byPlace = DelimitedReader.builder().columnIndexes(0, 1, 2).build();
    assertThatThrownBy(() -> read(byPlace, "ann,book,oops\n" + GOOD))
        .isInstanceOf(MalformedRowException.class)
        .hasMessageStartingWith("test.csv:1: column 3 (timestamp)");
  }

  @Test
  @DisplayName("refuses a missing file and a directory")
  void files(@TempDir Path folder) {
    assertThatThrownBy(() -> InteractionLog.read(folder.resolve("none.csv")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("there is no file")
        .hasMessageContaining("none.csv");
    assertThatThrownBy(() -> InteractionLog.read(folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is a directory");
  }

  @Test
  @DisplayName("refuses gzip that is cut off or damaged, wherever that is")
  void truncatedGzip(@TempDir Path folder) throws IOException {
    StringBuilder text = new StringBuilder(HEADER);
    Random random = new Random(1);
    for (int row = 0; row < 20_000; row++) {
      text.append("u")
          .append(random.nextInt(999))
          .append(",i")
          .append(random.nextInt(999))
          .append(",1000000000\n");
    }
    byte[] whole = gzip(text.toString().getBytes(UTF_8));
    Path file = folder.resolve("cut.csv.gz");
    for (int length :
        new int[] {2, 5, 11, 1000, whole.length / 2, whole.length - 9, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> InteractionLog.read(file))
          .as("first %d bytes of %d", length, whole.length)
          .isInstanceOf(DataException.class)
          .hasMessageContaining("cut.csv.gz")
          .hasMessageContaining("truncated or damaged");
    }
    byte[] half = (HEADER + GOOD).getBytes(UTF_8);
    byte[] first = gzip(half);
    byte[] both = Bytes.concat(first, gzip(GOOD.getBytes(UTF_8)));
    for (int length = first.length + 1; length < both.length; length++) {
      Files.write(file, Arrays.copyOf(both, length));
      assertThatThrownBy(() -> InteractionLog.read(file))
          .as("first %d bytes, of which the first member has %d", length, first.length)
          .isInstanceOf(DataException.class)
          .hasMessageContaining("truncated or damaged");
    }
    Files.write(file, Bytes.concat(first, new byte[512]));
    assertThat(InteractionLog.read(file).size()).as("padded with zeros").isEqualTo(1);
    Files.write(file, Bytes.concat(first, GOOD.getBytes(UTF_8)));
    assertThatThrownBy(() -> InteractionLog.read(file)).hasMessageContaining("another member");
    byte[] damaged = whole.clone();
    damaged[damaged.length - 6] ^= 1; // the checksum
    Files.write(file, damaged);
    assertThatThrownBy(() -> InteractionLog.read(file))
        .hasMessageContaining("truncated or damaged");
  }

  @Test
  @DisplayName("refuses bytes that are not of the encoding")
  void wrongEncoding() {
    byte[] bytes = (HEADER + "Zoë,book,1000000000\n").getBytes(ISO_8859_1);
    assertThatThrownBy(
            () -> DelimitedReader.defaults().read(new ByteArrayInputStream(bytes), "latin.csv"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("latin.csv")
        .hasMessageContaining("not UTF-8");
  }

  @Test
  @DisplayName("says in which line the first byte is that is not of the encoding")
  void lineOfWrongEncoding() {
    String rows = GOOD.repeat(20_000);
    byte[] bytes = (HEADER + rows + "Zoë,book,1000000000\n" + rows).getBytes(ISO_8859_1);
    assertThatThrownBy(() -> LENIENT.read(new ByteArrayInputStream(bytes), "latin.csv"))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("latin.csv: in line 20002: bytes that are not UTF-8");
    byte[] cut = (HEADER + GOOD + "Zoë").getBytes(UTF_8);
    assertThatThrownBy(
            () ->
                LENIENT.read(
                    new ByteArrayInputStream(Arrays.copyOf(cut, cut.length - 1)), "cut.csv"))
        .hasMessageStartingWith("cut.csv: in line 3: bytes that are not UTF-8");
  }

  @Test
  @DisplayName("refuses lines of millions of characters")
  void veryLongLines() {
    assertThatThrownBy(() -> read(DelimitedReader.defaults(), "x".repeat(3_000_000)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no line ends within");
    assertThatThrownBy(() -> read(LENIENT, HEADER + GOOD + "x".repeat(3_000_000) + ",b,1\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("test.csv: in line 3")
        .hasMessageContaining("1048576");
    String shown = "y".repeat(50_000);
    assertThatThrownBy(() -> read(DelimitedReader.defaults(), HEADER + "a,b," + shown + "\n"))
        .satisfies(error -> assertThat(error.getMessage().length()).isLessThan(400));
  }

  @Test
  @DisplayName("refuses settings that contradict each other")
  void settings() {
    assertThatThrownBy(
            () -> DelimitedReader.builder().columns("a", "b", "c").columnIndexes(0, 1, 2).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("either columns or columnIndexes");
    assertThatThrownBy(() -> DelimitedReader.builder().columns("a", "b", "c").header(false).build())
        .hasMessageContaining("header is false");
    assertThatThrownBy(() -> DelimitedReader.builder().columns("a", "A", "c"))
        .hasMessageContaining("three different names");
    assertThatThrownBy(() -> DelimitedReader.builder().columns("a", "a ", "c"))
        .hasMessageContaining("three different names, got [a, a, c]");
    assertThatThrownBy(() -> DelimitedReader.builder().columnIndexes(0, -1, 2))
        .hasMessageContaining("three different places");
    assertThatThrownBy(() -> DelimitedReader.builder().separator("\""))
        .hasMessageContaining("separator");
  }
}
