package io.hardgnn.onnx.bundle;

import io.hardgnn.blend.BlendWeights;
import io.hardgnn.onnx.graph.Payload;
import io.hardgnn.transitions.ItemTransitions;
import io.hardgnn.transitions.RecencyWeights;
import java.io.BufferedOutputStream;
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
}
