package io.hardgnn.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.data.DataException;
import io.hardgnn.data.events.InteractionLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@DisplayName("Options for reading a file")
class ReadOptionsTest {

  @TempDir private Path folder;
  private Path file;

  @Command
  private static final class Program {
    @Mixin private final ReadOptions reading = new ReadOptions();
  }

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("events.csv");
    Files.writeString(file, "who,what,1\nann,tea,2\nNULL,tea,3\nbob,none,4\n");
  }

  private InteractionLog read(String... options) {
    Program program = new Program();
    new CommandLine(program).parseArgs(options);
    return program.reading.reader().read(file);
  }

  @Test
  @DisplayName("say whether the first line is a header")
  void header() {
    String[] places = {"--column-indexes", "0,1,2"};
    assertThat(read(places).size()).isEqualTo(4);
    assertThat(read("--column-indexes", "0,1,2", "--header").size()).isEqualTo(3);
    assertThat(read("--column-indexes", "0,1,2", "--no-header").size()).isEqualTo(4);
  }

  @Test
  @DisplayName("say which words mean that there is no user or item")
  void missingIds() {
    assertThat(read("--no-header", "--missing-ids", "NULL,none", "--skip-bad-lines").size())
        .isEqualTo(2);
    assertThatThrownBy(() -> read("--no-header", "--missing-ids", "NULL,none"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("events.csv:3: column 1 (user)");
  }

  @Test
  @DisplayName("say how times are written, by a name or a pattern")
  void timeFormat() throws IOException {
    // Under AUTO the first time decides for seconds, of which the second has too many.
    Files.writeString(file, "user,item,timestamp\nann,tea,99999999999\nann,jam,100000000001\n");
    assertThat(read("--time-format", "EPOCH_MILLIS").timestamp(1)).isEqualTo(100_000_000_001L);
    assertThatThrownBy(() -> read()).isInstanceOf(DataException.class);
    Files.writeString(file, "user,item,timestamp\nann,tea,3.1.1970\n");
    assertThat(read("--time-format", "d.M.yyyy").timestamp(0)).isEqualTo(2 * 86_400_000L);
  }

  @Test
  @DisplayName("say whether a quoted field may run over lines")
  void multiline() throws IOException {
    Files.writeString(
        file,
        """
        user,item,note,timestamp
        1,10,"first
        x,y,z,1600000000
        last",1600000000
        2,11,short,1600000001
        """);
    assertThat(read("--multiline").size()).isEqualTo(2);
    assertThatThrownBy(() -> read()).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> read("--multiline", "--quoting", "NONE"))
        .isInstanceOf(CommandLine.ParameterException.class)
        .hasMessageContaining("multiline");
  }
}
