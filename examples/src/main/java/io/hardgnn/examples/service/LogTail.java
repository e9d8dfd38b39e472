package io.hardgnn.examples.service;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The lines that were added to a file since it was read last.
 *
 * @param log the file
 * @param identity tells this file from another of its name: a hash of its first line, which has a
 *     time in a log of training; empty if there is no whole line
 * @param from where these lines begin, in bytes: 0, not what was asked for, if the file is another
 *     one than was read before
 * @param next where the next ones will begin
 * @param lines whole lines; one that is being written comes later
 */
record LogTail(String log, String identity, long from, long next, List<String> lines) {

  /** The most that is read at once, which is more than any line of a log takes. */
  private static final int MOST = 1 << 20;

  /** The most of a file that is looked at for its first line. */
  private static final int MOST_FIRST = 1 << 14;

  /**
   * Reads the lines from a place on; none from a file that is not there yet.
   *
   * @param from {@code next} of the last reading, or 0
   * @param identity that of the last reading, or empty to go by the length alone
   */
  static LogTail read(Path file, long from, String identity) throws IOException {
    if (!Files.exists(file)) {
      return new LogTail(file.toString(), "", 0, 0, List.of());
    }
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      String found = identity(bytes(channel, 0, MOST_FIRST));
      boolean same = from <= channel.size() && (identity.isEmpty() || identity.equals(found));
      long begin = same ? from : 0;
      byte[] bytes = bytes(channel, begin, MOST);
      int end = bytes.length;
      while (end > 0 && bytes[end - 1] != '\n') {
        end--;
      }
      List<String> lines = new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
      return new LogTail(file.toString(), found, begin, begin + end, lines);
    }
  }

  private static byte[] bytes(SeekableByteChannel channel, long begin, int most)
      throws IOException {
    channel.position(begin);
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(most, channel.size() - begin));
    while (bytes.hasRemaining() && channel.read(bytes) > 0) {
      // until it is full, or the file has become shorter meanwhile
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private static String identity(byte[] begin) {
    int end = 0;
    while (end < begin.length && begin[end] != '\n') {
      end++;
    }
    return end == begin.length
        ? ""
        : Integer.toHexString(Arrays.hashCode(Arrays.copyOf(begin, end)));
  }
}
