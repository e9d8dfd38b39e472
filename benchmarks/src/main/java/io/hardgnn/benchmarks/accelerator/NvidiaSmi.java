package io.hardgnn.benchmarks.accelerator;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What NVIDIA's {@code nvidia-smi} tells, where there is one; never an exception where there is
 * none.
 */
public final class NvidiaSmi {

  public static final String PROGRAM = "nvidia-smi";

  /** A driver that hangs, as after a fault of the card, must not stop the report. */
  private static final int LIMIT_SECONDS = 20;

  private NvidiaSmi() {}

  /**
   * A card.
   *
   * @param name such as {@code NVIDIA H200}
   * @param driver version of the driver
   * @param memory with its unit, as the program prints it
   */
  record Card(String name, String driver, String memory) {

    @Override
    public String toString() {
      return name + ", driver " + driver + ", " + memory;
    }
  }

  /**
   * What was found.
   *
   * @param cards the cards, none if there is a problem
   * @param problem why there are none, or null
   */
  public record Answer(List<Card> cards, @Nullable String problem) {

    @Override
    public String toString() {
      return problem == null ? cards.toString() : problem;
    }
  }

  /** Asks for the cards; answers within {@value #LIMIT_SECONDS} seconds. */
  public static Answer query(String program) throws InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(
                  program, "--query-gpu=name,driver_version,memory.total", "--format=csv,noheader")
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      return new Answer(List.of(), program + " is not on the PATH");
    }
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        return new Answer(
            List.of(), program + " did not answer within " + LIMIT_SECONDS + " seconds");
      }
      String text =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.exitValue() != 0) {
        return new Answer(
            List.of(), program + " failed: " + text.lines().findFirst().orElse("no output"));
      }
      return parse(text);
    } catch (IOException e) {
      return new Answer(List.of(), program + " cannot be read: " + e.getMessage());
    } finally {
      process.destroyForcibly();
    }
  }

  /** Reads lines of {@code name, driver, memory}. */
  public static Answer parse(String text) {
    List<Card> cards =
        text.lines()
            .map(line -> line.split(",\\s*"))
            .filter(fields -> fields.length == 3)
            .map(fields -> new Card(fields[0].strip(), fields[1].strip(), fields[2].strip()))
            .toList();
    return cards.isEmpty()
        ? new Answer(
            cards, PROGRAM + " lists no card: " + text.lines().findFirst().orElse("no output"))
        : new Answer(cards, null);
  }

  /** Watches the memory of the first card until it is closed, five times a second. */
  public static final class MemoryWatch implements AutoCloseable {

    private final AtomicLong peak = new AtomicLong(-1);
    private final @Nullable Process process;

    public MemoryWatch(String program) {
      process = start(program);
      if (process != null) {
        Thread reader = new Thread(() -> read(process), "nvidia-smi");
        reader.setDaemon(true);
        reader.start();
      }
    }

    private static @Nullable Process start(String program) {
      try {
        return new ProcessBuilder(
                program,
                "-i",
                "0",
                "--query-gpu=memory.used",
                "--format=csv,noheader,nounits",
                "-lms",
                "200")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
      } catch (IOException e) {
        return null; // not there: nothing to watch
      }
    }

    private void read(Process watched) {
      try (BufferedReader lines = watched.inputReader(StandardCharsets.UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          OptionalLong used = megabytes(line);
          if (used.isPresent()) {
            peak.accumulateAndGet(used.getAsLong(), Math::max);
          }
        }
      } catch (IOException e) {
        return; // closing ends the program and its output with it
      }
    }

    /**
     * Returns the most memory used so far in MiB, other programs' included, or nothing if it cannot
     * be told.
     */
    public OptionalLong peakMegabytes() {
      long value = peak.get();
      return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    @Override
    public void close() {
      if (process != null) {
        process.destroy();
      }
    }
  }

  /** Reads a number of MiB without unit; text such as {@code [N/A]} is none. */
  static OptionalLong megabytes(String line) {
    String text = line.strip();
    return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }
}
