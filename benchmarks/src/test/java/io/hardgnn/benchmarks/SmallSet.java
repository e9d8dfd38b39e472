package io.hardgnn.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** A data set that the programs get through in seconds. */
final class SmallSet {

  private SmallSet() {}

  /**
   * Writes 40 users with 20 of 60 items each, more than the filters ask for, and returns the file.
   */
  static Path write(Path file) throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    StringBuilder text = new StringBuilder("user,item,timestamp\n");
    for (int user = 0; user < 40; user++) {
      int first = random.nextInt(60);
      for (int i = 0; i < 20; i++) {
        text.append(user).append(',').append((first + 7 * i) % 60).append(',');
        text.append(1_600_000_000 + 1_000 * i + random.nextInt(1_000)).append('\n');
      }
    }
    return Files.writeString(file, text);
  }
}
