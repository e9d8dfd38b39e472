package io.hardgnn.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Puts a finished directory where another one is, in steps that a crash may interrupt anywhere.
 *
 * <p>Beside {@code model} lie, while it is replaced, {@code .model.hardgnn-new} (being built), {@code
 * .model.hardgnn-old} (the version before, complete, moved aside), {@code .model.hardgnn-trash} (being deleted) and
 * {@code .model.hardgnn-lock}. The rule after a crash: if there is no {@code model} but an old one, the old one is moved
 * back; new and trash are deleted. Because old is only ever made and ended by a rename, it is always complete.
 */
final class DirectoryReplacement {

  private final Path target;
  private final Path fresh;
  private final Path old;
  private final Path trash;
  private final Path lock;

  /** For an absolute path that is no link. */
  DirectoryReplacement(Path target) {
    this.target = target;
    String prefix = "." + target.getFileName() + ".hardgnn-";
    this.fresh = target.resolveSibling(prefix + "new");
    this.old = target.resolveSibling(prefix + "old");
    this.trash = target.resolveSibling(prefix + "trash");
    this.lock = target.resolveSibling(prefix + "lock");
  }

  /** Where the new version is built. */
  Path fresh() {
    return fresh;
  }

  /** Where the version before lies if a crash came between the two renames of {@link #publish}. */
  Path old() {
    return old;
  }

  /** Keeps other writers away; everything but {@link #needsRecovery} requires it. */
  TargetLock lock() throws IOException {
    return TargetLock.acquire(lock);
  }

  /** Whether a crash left the target moved aside, or a writer is replacing it at this moment. */
  boolean needsRecovery() {
    return !Files.exists(target, LinkOption.NOFOLLOW_LINKS) && Files.isDirectory(old);
  }

  /** Brings the version before back, if that is needed. */
  void recover() throws IOException {
    if (needsRecovery()) {
      move(old, target);
      Disk.forceDirectory(Disk.parent(target));
    }
  }

  /** Recovers, removes what a crash left, and makes an empty directory to build the new version in. */
  void begin() throws IOException {
    recover();
    discardOld();
    Disk.deleteTree(fresh);
    Files.createDirectory(fresh);
  }

  /** Moves the new version into place and deletes the one before. */
  void publish() throws IOException {
    Path directory = Disk.parent(target);
    Disk.forceDirectory(directory);
    boolean replaces = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    if (replaces) {
      move(target, old);
    }
    try {
      move(fresh, target);
    } catch (IOException | RuntimeException e) {
      if (replaces) {
        try {
          move(old, target);
        } catch (IOException | RuntimeException again) {
          e.addSuppressed(again);
        }
      }
      throw e;
    }
    // The new names must be durable before the only other copy goes.
    Disk.forceDirectory(directory);
    discardOld();
  }

  /** Removes an unfinished new version. */
  void abandon() throws IOException {
    Disk.deleteTree(fresh);
  }

  private void discardOld() throws IOException {
    Disk.deleteTree(trash);
    if (Files.exists(old, LinkOption.NOFOLLOW_LINKS)) {
      move(old, trash);
      Disk.deleteTree(trash);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }
}
