package io.hardgnn.benchmarks.reliability.fuzz;

import com.google.common.primitives.Bytes;
import io.hardgnn.data.events.DelimitedReader;
import io.hardgnn.data.events.ErrorPolicy;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.events.Quoting;
import io.hardgnn.data.events.TimeFormat;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Reads the bytes as delimited text. */
final class ReaderTarget implements FuzzTarget {

  /** Rows as files have them, after the bytes that choose the settings. */
  @Override
  public List<byte[]> seeds() {
    byte[] detected = {0, 2, 3, 0, 2, 0, 1, 0};
    byte[] byPlace = {1, 0, 0, 0, 1, 1, 2, 1, 1, 1, 0};
    return Stream.of(
            "user,item,timestamp\na,x,1700000000\nb,\"y,\"\"1\"\"\",1700000001\n",
            "u\ti\t2024-01-31T12:00:00Z\r\nu\tj\t2024-02-01 10:00:00+0200\r\n",
            "1::2::5::978300760\n1::3::4::978302109\n",
            "\ufeffuser;item;rating;time\n\"a\nb\";x;3,5;31.01.2024\n")
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .flatMap(text -> Stream.of(Bytes.concat(detected, text), Bytes.concat(byPlace, text)))
        .toList();
  }

  @Override
  public void take(byte[] bytes) throws Exception {
    Choices choices = new Choices(bytes);
    DelimitedReader.Builder builder = DelimitedReader.builder();
    if (choices.yes()) {
      builder.separator(choices.of(List.of(",", "\t", ";", "::", "|")));
    }
    int header = choices.below(4);
    if (header < 2) { // otherwise detected
      builder.header(header == 1);
    }
    switch (choices.below(4)) {
      case 0 -> builder.columnIndexes(0, 1, 2);
      case 1 -> builder.withoutTimes();
      case 2 -> builder.columns("user", "item", "timestamp");
      default -> {
        // columns are detected
      }
    }
    if (choices.yes()) {
      builder.quoting(choices.of(List.of(Quoting.values())));
    }
    int multiline = choices.below(4);
    if (multiline < 2) { // otherwise each line decides
      builder.multiline(multiline == 1);
    }
    if (choices.yes()) {
      builder.timeFormat(choices.of(List.of(TimeFormat.values())));
    }
    int rules = choices.below(8);
    builder.errorPolicy((rules & 1) == 1 ? ErrorPolicy.SKIP : ErrorPolicy.FAIL);
    if ((rules & 2) != 0) {
      builder.comment("#");
    }
    if ((rules & 4) != 0) {
      builder.missingIds("NULL", "");
    }
    if (choices.yes()) {
      builder.charset(choices.of(List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16LE)));
    }
    byte[] text = choices.rest();
    FuzzTarget.attempt(
        () -> {
          DelimitedReader reader;
          try {
            reader = builder.build();
          } catch (IllegalArgumentException e) {
            return; // settings that exclude each other
          }
          InteractionLog log = reader.read(new ByteArrayInputStream(text), "fuzz");
          if (log.size() > text.length) {
            throw new IllegalStateException("more rows than bytes");
          }
        });
  }
}
