package io.hardgnn.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * At most one holder per path, over the threads of this process and all processes of the machine.
 *
 * <p>Between processes it is the operating system's lock of a sibling file, which dies with its holder; the file is
 * deleted at release and what a crash leaves of it is taken over by the next holder.
 */
final class TargetLock implements AutoCloseable {

  private static final Set<Path> HELD = new HashSet<>();

  private final Path file;
  private final FileChannel channel;

  private TargetLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Waits until nobody else holds the lock. */
  static TargetLock acquire(Path file) throws IOException {
    synchronized (HELD) {
      while (!HELD.add(file)) {
        try {
          HELD.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException(
              "interrupted while another thread was writing beside " + file);
        }
      }
    }
    boolean locked = false;
    try {
      TargetLock lock = new TargetLock(file, lockFile(file));
      locked = true;
      return lock;
    } finally {
      if (!locked) {
        letGo(file);
      }
    }
  }

  private static FileChannel lockFile(Path file) throws IOException {
    while (true) {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      boolean valid = false;
      try {
        // One byte far behind the content: on Windows a locked byte cannot be read by others.
        channel.lock(Long.MAX_VALUE - 1, 1, false);
        valid = isStillAt(file, channel);
      } finally {
        if (!valid) {
          channel.close();
        }
      }
      if (valid) {
        return channel;
      }
    }
  }

  /**
   * Whether the path still leads to the file of the channel. The holder before us deletes the file at release, and a
   * lock on a deleted file excludes nobody.
   */
  private static boolean isStillAt(Path file, FileChannel channel) throws IOException {
    byte[] token = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
    channel.write(ByteBuffer.wrap(token), 0);
    try {
      return Arrays.equals(token, Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      Files.deleteIfExists(file);
    } finally {
      try {
        channel.close();
      } finally {
        letGo(file);
      }
    }
  }

  private static void letGo(Path file) {
    synchronized (HELD) {
      HELD.remove(file);
      HELD.notifyAll();
    }
  }
}
