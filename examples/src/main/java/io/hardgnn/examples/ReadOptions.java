package io.hardgnn.examples;

import io.hardgnn.data.events.DelimitedReader;
import io.hardgnn.data.events.ErrorPolicy;
import io.hardgnn.data.events.Quoting;
import io.hardgnn.data.events.TimeFormat;
import java.nio.charset.Charset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a file of interactions is read, for files of which the reader does not find it out. */
final class ReadOptions {

  @Option(
      names = "--columns",
      paramLabel = "USER,ITEM,TIME",
      split = ",",
      description = "Names of the columns, where the header has others than are known.")
  private @Nullable List<String> columns;

  @Option(
      names = "--column-indexes",
      paramLabel = "USER,ITEM,TIME",
      split = ",",
      description = "Places of the columns, the first is 0.")
  private @Nullable List<Integer> columnIndexes;

  @Option(
      names = "--header",
      negatable = true,
      description =
          "Whether the first line is a header, where that is not recognised: with --column-indexes"
              + " one whose names are not known, or a row that looks like one.")
  private @Nullable Boolean header;

  @Option(
      names = "--separator",
      paramLabel = "TEXT",
      description = "What separates the columns, where that is not recognised.")
  private @Nullable String separator;

  @Option(
      names = "--quoting",
      paramLabel = "RULE",
      description = "What a double quote means: ${COMPLETION-CANDIDATES}. Default: DOUBLED.")
  private @Nullable Quoting quoting;

  @Option(
      names = "--multiline",
      negatable = true,
      description =
          "Whether a quoted field may run over lines. Default: unless one of them is a row by itself.")
  private @Nullable Boolean multiline;

  @Option(
      names = "--comment",
      paramLabel = "PREFIX",
      description = "What lines begin with that are no data, such as '#'.")
  private @Nullable String comment;

  @Option(
      names = "--missing-ids",
      paramLabel = "WORD",
      split = ",",
      description =
          "Words that mean that there is no user or item, such as NULL: such lines are malformed.")
  private @Nullable List<String> missingIds;

  @Option(
      names = "--charset",
      paramLabel = "NAME",
      description = "How the text is encoded. Default: UTF-8.")
  private @Nullable String charset;

  @Option(
      names = "--time-format",
      paramLabel = "PATTERN",
      description =
          "How the times are written, such as 'dd.MM.yyyy HH:mm', EPOCH_SECONDS or EPOCH_MILLIS, where"
              + " that is not recognised.")
  private @Nullable String timeFormat;

  @Option(
      names = "--skip-bad-lines",
      description = "Count malformed lines and go on; without it the first one ends the program.")
  private boolean skipBadLines;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec program = CommandSpec.create();

  ReadOptions() {}

  /**
   * Returns a reader with these options.
   *
   * @throws ParameterException if one of them is wrong
   */
  DelimitedReader reader() {
    DelimitedReader.Builder reader =
        DelimitedReader.builder().errorPolicy(skipBadLines ? ErrorPolicy.SKIP : ErrorPolicy.FAIL);
    List<String> names = columns;
    if (names != null) {
      requireThree("--columns needs three names", names);
      set("--columns", () -> reader.columns(names.get(0), names.get(1), names.get(2)));
    }
    List<Integer> places = columnIndexes;
    if (places != null) {
      requireThree("--column-indexes needs three places", places);
      set(
          "--column-indexes",
          () -> reader.columnIndexes(places.get(0), places.get(1), places.get(2)));
    }
    if (header != null) {
      reader.header(header);
    }
    if (separator != null) {
      String tab = separator.replace("\\t", "\t"); // which a shell does not write easily
      set("--separator", () -> reader.separator(tab));
    }
    if (quoting != null) {
      reader.quoting(quoting);
    }
    if (multiline != null) {
      reader.multiline(multiline);
    }
    String prefix = comment;
    if (prefix != null) {
      set("--comment", () -> reader.comment(prefix));
    }
    if (missingIds != null) {
      reader.missingIds(missingIds.toArray(new String[0]));
    }
    if (charset != null) {
      try {
        reader.charset(Charset.forName(charset));
      } catch (IllegalArgumentException e) {
        throw wrong("--charset: Java knows no encoding of the name '" + charset + "'");
      }
    }
    String pattern = timeFormat;
    if (pattern != null) {
      Optional<TimeFormat> known =
          Arrays.stream(TimeFormat.values()).filter(as -> as.name().equals(pattern)).findAny();
      if (known.isPresent()) {
        reader.timeFormat(known.get());
      } else {
        set(
            "--time-format",
            () -> reader.timeFormat(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)));
      }
    }
    try {
      return reader.build();
    } catch (IllegalArgumentException e) {
      throw wrong("options that do not go together: " + e.getMessage());
    }
  }

  private void requireThree(String what, List<?> values) {
    if (values.size() != 3) {
      throw wrong(what + ", user, item and time, not " + values);
    }
  }

  private void set(String option, Runnable setting) {
    try {
      setting.run();
    } catch (IllegalArgumentException e) {
      throw wrong(option + ": " + e.getMessage());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(program.commandLine(), message);
  }
}
