package io.hardgnn.examples.service;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The lines that were added to a file since it was read last.
 *
 * @param log the file
 * @param from where these lines begin, in bytes: 0, not what was asked for, if the file is shorter
 *     than that, and so another one
 * @param next where the next ones will begin
 * @param lines whole lines; one that is being written comes later
 */
record LogTail(String log, long from, long next, List<String> lines) {

  /** The most that is read at once, which is more than any line of a log takes. */
  private static final int MOST = 1 << 20;

  /**
   * Reads the lines from a place on; none from a file that is not there yet.
   *
   * @param from {@code next} of the last reading, or 0
   */
  static LogTail read(Path file, long from) throws IOException {
    if (!Files.exists(file)) {
      return new LogTail(file.toString(), 0, 0, List.of());
    }
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      long begin = from <= channel.size() ? from : 0;
      channel.position(begin);
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(MOST, channel.size() - begin));
      while (bytes.hasRemaining() && channel.read(bytes) > 0) {
        // until it is full, or the file has become shorter meanwhile
      }
      int end = bytes.position();
      while (end > 0 && bytes.get(end - 1) != '\n') {
        end--;
      }
      List<String> lines =
          new String(bytes.array(), 0, end, StandardCharsets.UTF_8).lines().toList();
      return new LogTail(file.toString(), begin, begin + end, lines);
    }
  }
}
