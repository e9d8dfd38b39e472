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
}
