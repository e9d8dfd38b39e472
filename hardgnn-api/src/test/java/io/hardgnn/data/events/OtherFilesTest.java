package io.hardgnn.data.events;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.data.DataException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A file that is no delimited text")
class OtherFilesTest {

  private static final String EVENTS = "user,item,timestamp\nann,book,1000000000\n";

  private static InteractionLog read(byte[] bytes) {
    return DelimitedReader.defaults().read(new ByteArrayInputStream(bytes), "events");
  }

  @Test
  @DisplayName("is a text where its control characters are the separator that was set")
  void separatorOfHive() {
    String row = "u%d\u0001i0\u00015\u00011570000000\n";
    String rows = IntStream.range(0, 40).mapToObj(user -> row.formatted(user)).collect(joining());
    InteractionLog log =
        DelimitedReader.builder()
            .separator("\u0001")
            .build()
            .read(new ByteArrayInputStream(rows.getBytes(UTF_8)), "hive");
    assertThat(log.size()).isEqualTo(40);
    assertThat(log.items().ids()).containsExactly("i0");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "fd377a585a00, xz",
    "28b52ffd, Zstandard",
    "425a68393141592653590000, bzip2",
    "04224d18, LZ4",
    "377abcaf271c, 7z",
    "504152310015, Parquet",
    "4f524300, ORC",
    "4f626a01, Avro",
    "4152524f57310000, Arrow",
    "894844460d0a1a0a, HDF5",
    "53514c69746520666f726d6174203300, SQLite",
    "d0cf11e0a1b11ae1, Office",
    "255044462d312e37, PDF",
    "5d00008000ff, LZMA",
    "4c5a495001, lzip",
    "80049503000000, Python",
    "aced0005, Java",
    "580a00000003, R",
  })
  @DisplayName("is called by what it is, plain and inside of gzip")
  void kinds(String hex, String name) {
    byte[] magic = HexFormat.of().parseHex(hex);
    byte[] file = Arrays.copyOf(magic, 2000);
    Random random = new Random(1);
    for (int i = magic.length; i < file.length; i++) {
      file[i] = (byte) random.nextInt();
    }
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("events is ")
        .hasMessageContaining(name);
    assertThatThrownBy(() -> read(DelimitedReaderTest.gzip(file)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("events is gzip of what is ")
        .hasMessageContaining(name);
  }

  @Test
  @DisplayName("is called a zip, or gzip of gzip, and not a wrong encoding")
  void archives() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("events.csv"));
      zip.write(EVENTS.getBytes(UTF_8));
    }
    assertThatThrownBy(() -> read(out.toByteArray()))
        .hasMessageStartingWith("events is a zip archive")
        .hasMessageContaining(".xlsx");
    byte[] once = DelimitedReaderTest.gzip(EVENTS.getBytes(UTF_8));
    assertThatThrownBy(() -> read(DelimitedReaderTest.gzip(once)))
        .hasMessageStartingWith("events is gzip of gzip");
    byte[] tar = new byte[1024];
    System.arraycopy("ustar".getBytes(UTF_8), 0, tar, 257, 5);
    assertThatThrownBy(() -> read(DelimitedReaderTest.gzip(tar)))
        .hasMessageContaining("a tar archive");
    String padding = "u,i,1\n".repeat(41); // 246 letters
    assertThat(read((padding + "another,mustard,5\n").getBytes(UTF_8)).items().ids())
        .as("a text that has the word of tar archives where they have it")
        .contains("mustard");
    assertThat((padding + "another,m").length()).isEqualTo(255);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7", "\n"})
  @DisplayName("to its end, or has a hole, is told by the line of the first character 0")
  void zeros(String before) {
    String rows = EVENTS + "ann,book,1000000001\n".repeat(50);
    for (String after : new String[] {"", "9,pen,1000000002\n"}) {
      byte[] bytes = (rows + before + "\0".repeat(4096) + after).getBytes(UTF_8);
      int line = before.equals("\n") ? 54 : 53;
      assertThatThrownBy(() -> read(bytes))
          .isInstanceOf(DataException.class)
          .hasMessage(
              "events: in line "
                  + line
                  + ": a character 0, which no text has; zeros stand where a file was not written"
                  + " to its end, so fetch it again");
      assertThatThrownBy(() -> read(DelimitedReaderTest.gzip(bytes)))
          .hasMessageContaining("a character 0");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"789c", "80027d71", "53616c7465645f5f", "0a0d0d0a"})
  @DisplayName("but of bytes of no kind that is known is called that")
  void bytes(String magic) {
    byte[] file = Arrays.copyOf(HexFormat.of().parseHex(magic), 2000);
    Random random = new Random(2);
    for (int i = magic.length() / 2; i < file.length; i++) {
      file[i] = (byte) random.nextInt();
    }
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "events is a file of bytes that are no text (delimited text, plain or gzip, was"
                + " expected)");
  }

  @Test
  @DisplayName("is called UTF-16 where it is, and read when that is set")
  void utf16() {
    assertThatThrownBy(() -> read(EVENTS.getBytes(UTF_16)))
        .hasMessageContaining("UTF_16")
        .hasMessageContaining("charset");
    assertThatThrownBy(() -> read(EVENTS.getBytes(UTF_16LE))).hasMessageContaining("UTF_16LE");
    DelimitedReader wide = DelimitedReader.builder().charset(UTF_16LE).build();
    assertThat(wide.read(new ByteArrayInputStream(EVENTS.getBytes(UTF_16LE)), "wide").size())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"user\":1,\"item\":2,\"timestamp\":3} | JSON",
        "[{\"user\":1} | JSON",
        "{ \"user\" : 1 } | JSON",
        "[ | JSON",
        "<!DOCTYPE html> | HTML",
        "<html lang=\"en\"> | HTML",
        "version https://git-lfs.github.com/spec/v1 | Git LFS",
      })
  @DisplayName("but is another text is called by what it is")
  void texts(String line, String name) {
    assertThatThrownBy(() -> read((line + "\n").getBytes(UTF_8)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("events is ")
        .hasMessageContaining(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BZh", "ORC", "PAR1", "ARROW1", "FEA1", "Rar!", "7z", "PK"})
  @DisplayName("is not suspected where the first user's id begins like one")
  void ids(String id) {
    InteractionLog log = read((id + ",book,1000000000\n").getBytes(UTF_8));
    assertThat(log.users().ids()).containsExactly(id);
  }

  @Test
  @DisplayName("is not suspected in other encodings of text")
  void latin() {
    DelimitedReader reader = DelimitedReader.builder().charset(StandardCharsets.ISO_8859_1).build();
    byte[] bytes = "\u00ffé,book,1000000000\n".getBytes(ISO_8859_1);
    assertThat(reader.read(new ByteArrayInputStream(bytes), "latin").users().ids())
        .containsExactly("\u00ffé");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-32LE", "UTF-32BE"})
  @DisplayName("in UTF-32 is named, and read once the charset is set")
  void utf32(String form) {
    byte[] bytes = ("\uFEFF" + EVENTS).getBytes(Charset.forName(form));
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("UTF-32 by its first bytes");
    InteractionLog log =
        DelimitedReader.builder()
            .charset(Charset.forName("UTF-32"))
            .build()
            .read(new ByteArrayInputStream(bytes), "events");
    assertThat(log.users().ids()).containsExactly("ann");
  }
}
