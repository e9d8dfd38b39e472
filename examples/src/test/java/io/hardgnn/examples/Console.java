package io.hardgnn.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;

/**
 * What a program left at the console.
 *
 * @param code its exit code
 * @param out standard output
 * @param err standard error
 */
record Console(int code, String out, String err) {

  /** Runs a program in this JVM. */
  static Console of(IntSupplier program) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream keptOut = new ByteArrayOutputStream();
    ByteArrayOutputStream keptErr = new ByteArrayOutputStream();
    System.setOut(new PrintStream(keptOut, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(keptErr, true, StandardCharsets.UTF_8));
    try {
      int code = program.getAsInt();
      return new Console(
          code, keptOut.toString(StandardCharsets.UTF_8), keptErr.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
