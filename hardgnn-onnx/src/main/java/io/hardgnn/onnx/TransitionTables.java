package io.hardgnn.onnx;

import io.hardgnn.blend.BlendWeights;
import io.hardgnn.onnx.graph.Payload;
import io.hardgnn.transitions.ItemTransitions;
import io.hardgnn.transitions.RecencyWeights;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Counted transitions that a scorer adds to the scores of the network, see
 * {@link io.hardgnn.blend.Blend}.
 *
 * @param transitions which item leads to which
 * @param weights how much they say; the popularity is part of the item biases
 * @param recency how many of the newest items of a history count, and how much
 */
public record TransitionTables(
    ItemTransitions transitions, BlendWeights weights, RecencyWeights recency) {

  /**
   * Returns how many places a row of the tables has: the most transitions of any item, at least
   * one.
   */
  int perRow() {
    int most = 1;
    for (int from = 0; from < transitions.itemCount(); from++) {
      most = Math.max(most, transitions.size(from));
    }
    return most;
  }

  /**
   * Writes the items that each item leads to, {@code [items, perRow]} 32-bit whole numbers, 0 where
   * there are fewer.
   */
  void writeItems(Path file) throws IOException {
    write(file, (bytes, from, n) -> bytes.putInt(transitions.item(from, n)));
  }

  /**
   * Writes the weights of the transitions, {@code [items, perRow]} 32-bit floats, 0 where there are
   * fewer.
   */
  void writeWeights(Path file) throws IOException {
    write(file, (bytes, from, n) -> bytes.putFloat(transitions.weight(from, n)));
  }

  /** Puts an entry of a row into a buffer. */
  private interface Entry {
    void put(ByteBuffer bytes, int from, int n);
  }

  private void write(Path file, Entry entry) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4 * perRow()).order(ByteOrder.LITTLE_ENDIAN);
    try (WritableByteChannel channel =
        Channels.newChannel(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
      for (int from = 0; from < transitions.itemCount(); from++) {
        bytes.clear();
        for (int n = 0; n < transitions.size(from); n++) {
          entry.put(bytes, from, n);
        }
        while (bytes.hasRemaining()) {
          bytes.putInt(0);
        }
        Payload.writeFully(channel, bytes.flip());
      }
    }
  }

  /**
   * Checks tables that lie in a bundle: native code reads them.
   *
   * @param count number of items of the bundle
   * @throws IllegalArgumentException if they are no tables of so many items, or name an item or
   *     hold a number that none can
   */
  static void check(Path items, Path weights, int count) throws IOException {
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
