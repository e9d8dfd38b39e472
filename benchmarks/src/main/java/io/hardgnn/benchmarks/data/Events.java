package io.hardgnn.benchmarks.data;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.SplittableRandom;

/** A file of made-up events with numeric ids: many users of few events, few items of many. */
public final class Events {

  private static final long START = 1_600_000_000L;
  private static final int THREE_YEARS = 94_608_000;

  private Events() {}

  /**
   * Writes {@code user,item,timestamp} rows in random order of time; the same ones for the same
   * arguments.
   */
  public static void write(Path file, long events, int users, int items) throws IOException {
    SplittableRandom random = new SplittableRandom(17);
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (BufferedWriter out = Files.newBufferedWriter(part, StandardCharsets.US_ASCII)) {
      out.write("user,item,timestamp\n");
      StringBuilder line = new StringBuilder();
      for (long i = 0; i < events; i++) {
        double u = random.nextDouble();
        line.setLength(0);
        line.append((int) (users * u * u)).append(',').append(Generated.skewed(random, items));
        line.append(',').append(START + random.nextInt(THREE_YEARS)).append('\n');
        out.append(line);
      }
    }
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
