package io.hardgnn.data.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.primitives.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The reader of delimited text")
public class DelimitedReaderTest {

  static final List<String> TWO_ROWS = List.of("ann book 1000000000000", "bob pen 1000000001000");

  static List<String> rows(InteractionLog log) {
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < log.size(); row++) {
      rows.add(
          log.users().id(log.user(row))
              + " "
              + log.items().id(log.item(row))
              + " "
              + log.timestamp(row));
    }
    return rows;
  }

  public static InteractionLog read(DelimitedReader reader, String text) {
    return reader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "test.csv");
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user,item,timestamp\nann,book,1000000000\nbob,pen,1000000001\n",
        "user,item,timestamp\nann,book,1000000000\nbob,pen,1000000001",
        "user,item,timestamp\r\nann,book,1000000000\r\nbob,pen,1000000001\r\n",
        "\uFEFFuser,item,timestamp\nann,book,1000000000\nbob,pen,1000000001\n",
        "\n\n  \nuser,item,timestamp\n\nann,book,1000000000\n   \nbob,pen,1000000001\n\n\n",
        "\t\t\nuser\titem\ttimestamp\nann\tbook\t1000000000\n \t \t\t\nbob\tpen\t1000000001\n",
        "\"user\",\"item\",\"timestamp\"\n\"ann\",\"book\",\"1000000000\"\n\"bob\",\"pen\",\"1000000001\"\n",
        "USER;Item;TimeStamp\nann;book;1000000000\nbob;pen;1000000001\n",
        "timestamp\titem\tstars\tuser\n1000000000\tbook\t5\tann\n1000000001\tpen\t4\tbob\n",
        "userId,movieId,rating,timestamp\nann,book,4.5,1000000000\nbob,pen,3.0,1000000001\n",
        "user_id , item_id , time\n ann , book , 1000000000 \nbob,pen,1000000001\n",
        "ann::book::5::1000000000\nbob::pen::3::1000000001\n",
        "ann\tbook\t5\t1000000000\nbob\tpen\t3\t1000000001\n",
        "ann,book,1000000000\nbob,pen,1000000001\n",
        "ann|book|2001-09-09T01:46:40Z\nbob|pen|2001-09-09T01:46:41Z\n",
        "user,item,title,timestamp\nann,book,\"two\nlines, \"\"quoted\"\"\",1000000000\nbob,pen,x,1000000001\n",
        "user,item,timestamp\nann,book,1000000000000\nbob,pen,1000000001000\n",
        "user,item,timestamp\nann,book,1000000000.0\nbob,pen,1000000001.0\n",
      })
  @DisplayName("detects separator, header, columns and times, plain and gzip")
  void detects(String text) {
    assertThat(rows(read(DelimitedReader.defaults(), text))).isEqualTo(TWO_ROWS);
    byte[] zipped = gzip(text.getBytes(StandardCharsets.UTF_8));
    assertThat(rows(DelimitedReader.defaults().read(new ByteArrayInputStream(zipped), "zipped")))
        .isEqualTo(TWO_ROWS);
  }

  @Test
  @DisplayName(
      "reads gzip by content whatever the file's name, and a gzip file of several members to its end")
  void gzipMembers(@TempDir Path folder) throws IOException {
    byte[] first =
        gzip("user,item,timestamp\nann,book,1000000000\n".getBytes(StandardCharsets.UTF_8));
    byte[] second = gzip("bob,pen,1000000001\n".getBytes(StandardCharsets.UTF_8));
    Path file = Files.write(folder.resolve("plain.csv"), Bytes.concat(first, second));
    assertThat(rows(InteractionLog.read(file))).isEqualTo(TWO_ROWS);
    assertThat(rows(DelimitedReader.defaults().read(file.toUri().toURL()))).isEqualTo(TWO_ROWS);
    // As over a network: at the end of the first member nothing more has arrived yet.
    InputStream slow =
        new SequenceInputStream(new ByteArrayInputStream(first), new ByteArrayInputStream(second));
    assertThat(rows(DelimitedReader.defaults().read(slow, "slow"))).isEqualTo(TWO_ROWS);
  }

  @Test
  @DisplayName("reads MovieLens lines")
  void movieLens() {
    InteractionLog log =
        read(DelimitedReader.movieLens(), "1::1193::5::978300760\n1::661::3::978302109\n");
    assertThat(rows(log)).containsExactly("1 1193 978300760000", "1 661 978302109000");
  }

  @Test
  @DisplayName("takes columns by their names, by their places, or by their places under a header")
  void chosenColumns() {
    DelimitedReader.Builder builder = DelimitedReader.builder();
    String named = "who,what,when,user\nann,book,1000000000,x\nbob,pen,1000000001,x\n";
    assertThat(rows(read(builder.columns("Who", "what", "when").build(), named)))
        .isEqualTo(TWO_ROWS);
    String placed = "1000000000;x;book;ann\n1000000001;x;pen;bob\n";
    DelimitedReader.Builder places = DelimitedReader.builder().columnIndexes(3, 2, 0);
    assertThat(rows(read(places.build(), placed))).isEqualTo(TWO_ROWS);
    assertThat(rows(read(places.header(true).build(), "a;b;c;d\n" + placed))).isEqualTo(TWO_ROWS);
  }

  @Test
  @DisplayName("passes over comments, before the header and after it, but not in a quoted field")
  void comments() {
    DelimitedReader reader = DelimitedReader.builder().comment("#").multiline(true).build();
    String text =
        """
        # exported at noon, by hand
        #
        user,item,timestamp
        ann,book,1000000000
        #bob,cup,1000000000
        bob,"#1
        #2",1000000001
        bob,pen,1000000001
        # end""";
    assertThatThrownBy(() -> read(reader, text))
        .isInstanceOf(MalformedRowException.class)
        .hasMessageContaining("test.csv:6:") // lines are counted with the comments
        .hasMessageContaining("#1\\n#2");
    String single = text.replace("\"#1\n#2\"", "#1");
    assertThat(rows(read(reader, single)))
        .containsExactly("ann book 1000000000000", "bob #1 1000000001000", "bob pen 1000000001000");
  }

  @Test
  @DisplayName("takes the separator from the line that workbooks write before the header")
  void separatorLine() {
    String rows = "user;item;timestamp\nann;book;1000000000\nbob;pen;1000000001\n";
    for (String line : List.of("sep=;\n", "SEP=;\r\n", "\"sep=;\"\n")) {
      assertThat(rows(read(DelimitedReader.defaults(), line + rows))).isEqualTo(TWO_ROWS);
    }
    DelimitedReader told = DelimitedReader.builder().separator(";").build();
    assertThat(rows(read(told, "sep=,\n" + rows))).isEqualTo(TWO_ROWS);
  }

  @Test
  @DisplayName("takes any separator and any encoding that is set")
  void chosenSeparatorAndCharset() {
    DelimitedReader reader =
        DelimitedReader.builder().separator("<>").charset(StandardCharsets.ISO_8859_1).build();
    byte[] text = "Zoë<>café<>1000000000\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(rows(reader.read(new ByteArrayInputStream(text), "latin")))
        .containsExactly("Zoë café 1000000000000");
    DelimitedReader wide = DelimitedReader.builder().charset(Charset.forName("UTF-16")).build();
    byte[] utf16 = "Zoë,東京,1000000000\n".getBytes(StandardCharsets.UTF_16);
    assertThat(rows(wide.read(new ByteArrayInputStream(utf16), "wide")))
        .containsExactly("Zoë 東京 1000000000000");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  @DisplayName("gives back any ids that were written with quotes, at every buffer boundary")
  void roundTrip(long seed) {
    Random random = new Random(seed);
    String alphabet = "abcXYZ0189 ,;:\t'\"|-_é東\uD83D\uDE00";
    StringBuilder text = new StringBuilder("user,item,timestamp\n");
    List<String> expected = new ArrayList<>();
    for (int row = 0; row < 3000; row++) {
      String user = id(random, alphabet);
      String item = id(random, alphabet);
      long time = 1_000_000_000_000L + random.nextInt(1_000_000);
      text.append(quote(user))
          .append(',')
          .append(quote(item))
          .append(',')
          .append(time)
          .append('\n');
      expected.add(user + " " + item + " " + time);
    }
    assertThat(rows(read(DelimitedReader.defaults(), text.toString()))).isEqualTo(expected);
  }

  private static String id(Random random, String alphabet) {
    int[] points = alphabet.codePoints().toArray();
    StringBuilder id = new StringBuilder("x");
    int length = random.nextInt(random.nextInt(50) == 0 ? 2000 : 8);
    for (int i = 0; i < length; i++) {
      id.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return id.toString();
  }

  private static String quote(String id) {
    return '"' + id.replace("\"", "\"\"") + '"';
  }

  @Test
  @DisplayName("takes no byte order mark into an id where files were put behind each other")
  void joinedFiles() {
    String text = "\uFEFFu1,i1,1000000000\n\uFEFFu1,i2,1000000001\n";
    assertThat(read(DelimitedReader.defaults(), text).users().ids()).containsExactly("u1");
  }
}
