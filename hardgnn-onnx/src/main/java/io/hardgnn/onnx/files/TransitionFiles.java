package io.hardgnn.onnx.files;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of the counted transitions: each item's strongest neighbours and their weights. */
public final class TransitionFiles {

  private TransitionFiles() {}

  /**
   * Checks that both are tables as the scorer reads them: native code does.
   *
   * @param count number of items of the bundle
   * @throws IllegalArgumentException if they are no tables of so many items, or name an item or
   *     hold a number that none can
   */
  public static void check(Path items, Path weights, int count) throws IOException {
    long bytes = Files.size(items);
    if (bytes == 0 || bytes % (4L * count) != 0 || Files.size(weights) != bytes) {
      throw new IllegalArgumentException(
          items.getFileName()
              + " and "
              + weights.getFileName()
              + " have "
              + bytes
              + " and "
              + Files.size(weights)
              + " bytes, not two tables of one size with a row for each of "
              + count
              + " items");
    }
    try (DataInputStream places = open(items);
        DataInputStream values = open(weights)) {
      for (long entry = 0; entry < bytes / 4; entry++) {
        int item = Integer.reverseBytes(places.readInt());
        float weight = Float.intBitsToFloat(Integer.reverseBytes(values.readInt()));
        if (item < 0 || item >= count || !Float.isFinite(weight)) {
          throw new IllegalArgumentException(
              "transition "
                  + entry
                  + " is to item "
                  + item
                  + " of "
                  + count
                  + " with a weight of "
                  + weight);
        }
      }
    }
  }

  private static DataInputStream open(Path file) throws IOException {
    return new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
  }
}
