package io.hardgnn.internal.disk;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * At most one holder per lock file, over the threads of this process and all processes of the
 * machine.
 *
 * <p>Between processes it is the operating system's lock of the file, which dies with its holder.
 * POSIX drops all locks that a process has on a file as soon as the process closes any descriptor
 * of it. So while the lock is held this class opens no second descriptor, tells files apart by
 * their attributes only, and nothing else may open the file. The file stays where it is at release:
 * whoever deleted it would let in a second holder beside one that waits for the deleted file.
 */
public final class TargetLock implements AutoCloseable {

  private static final long POLL_MILLIS = 20;

  /** Files that a thread of this process (of this class loader) has locked or waits for. */
  private static final Set<Object> TAKEN = new HashSet<>();

  /** Descriptors that must not be closed, see {@link #lock}. */
  private static final List<FileChannel> KEPT_OPEN = new ArrayList<>();

  private final Object key;
  private final FileChannel channel;

  private TargetLock(Object key, FileChannel channel) {
    this.key = key;
    this.channel = channel;
  }

  /**
   * Waits until nobody else holds the lock.
   *
   * @param file created if it is not there; its directory must be
   * @throws InterruptedIOException if the thread is interrupted while it waits
   */
  public static TargetLock acquire(Path file) throws IOException {
    while (true) {
      Object key = key(file);
      take(key, file);
      TargetLock lock = null;
      try {
        lock = lock(key, file);
      } finally {
        if (lock == null) {
          release(key);
        }
      }
      if (lock != null) {
        return lock;
      }
    }
  }

  /**
   * What tells this file from others under every name it has, found without opening a file that may
   * be locked.
   */
  private static Object key(Path file) throws IOException {
    try {
      // Opens nothing if the file is there.
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      // As it is after the first time.
    }
    Object key = existing(file);
    return key == null ? file.toRealPath() : key;
  }

  private static @Nullable Object existing(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  private static void take(Object key, Path file) throws InterruptedIOException {
    synchronized (TAKEN) {
      while (!TAKEN.add(key)) {
        try {
          TAKEN.wait();
        } catch (InterruptedException e) {
          throw interrupted(file);
        }
      }
    }
  }

  private static void release(Object key) {
    synchronized (TAKEN) {
      TAKEN.remove(key);
      TAKEN.notifyAll();
    }
  }

  /** Locks the file; null if it was deleted meanwhile, so that the lock would exclude nobody. */
  private static @Nullable TargetLock lock(Object key, Path file) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      return null;
    }
    boolean locked = false;
    boolean shared = false;
    try {
      while (!locked) {
        try {
          channel.lock();
          locked = true;
        } catch (OverlappingFileLockException e) {
          // The library is loaded twice in this process, and the other one has the lock.
          shared = true;
          Thread.sleep(POLL_MILLIS);
        }
      }
      shared = false;
      locked = isStill(key, file);
      return locked ? new TargetLock(key, channel) : null;
    } catch (InterruptedException e) {
      throw interrupted(file);
    } finally {
      if (shared) {
        // Closing it would drop the other one's lock.
        synchronized (KEPT_OPEN) {
          KEPT_OPEN.add(channel);
        }
      } else if (!locked) {
        channel.close();
      }
    }
  }

  private static boolean isStill(Object key, Path file) throws IOException {
    try {
      Object now = existing(file);
      return now == null || now.equals(key);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static InterruptedIOException interrupted(Path file) {
    Thread.currentThread().interrupt();
    return new InterruptedIOException(
        "interrupted while somebody else was writing; they hold " + file);
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      release(key);
    }
  }
}
