package io.hardgnn.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@DisplayName("What a program prints for others to read")
class OutputTest {

  @Command(name = "ids")
  private static final class Ids implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      spec.commandLine().getOut().print("{\"user\": \"café 東京\"}");
      spec.commandLine().getOut().flush();
      return 0;
    }
  }

  @Test
  @DisplayName("is UTF-8, also where the locale knows ASCII alone")
  void utf8() {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.US_ASCII));
    try {
      assertThat(Cli.run(new Ids())).isZero();
    } finally {
      System.setOut(before);
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("{\"user\": \"café 東京\"}");
  }
}
