package io.hardgnn.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * A file of generated interactions: users of four tastes, each with an own fifth of the items and a
 * common one.
 */
final class SmallData {

  static final int USERS = 80;
  private static final int TASTES = 4;
  private static final int ITEMS_OF_TASTE = 15;
  private static final int LENGTH = 10;
  static final int EVENTS = USERS * LENGTH;

  private SmallData() {}

  /** Writes the file, in an order of time that is not that of the lines. */
  static Path write(Path file) {
    Random random = new Random(17);
    StringBuilder text = new StringBuilder("user,item,timestamp\n");
    for (int user = 0; user < USERS; user++) {
      for (int n = 0; n < LENGTH; n++) {
        int group = n % 4 == 3 ? TASTES : user % TASTES;
        int item = group * ITEMS_OF_TASTE + random.nextInt(ITEMS_OF_TASTE);
        int time = 1_600_000_000 + random.nextInt(1_000_000);
        text.append("u" + user + ",i" + item + "," + time + "\n");
      }
    }
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
