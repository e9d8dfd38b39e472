package io.hardgnn.io;

import static io.hardgnn.io.ArtifactException.Reason.CORRUPT;
import static io.hardgnn.io.ArtifactException.Reason.MISSING;
import static io.hardgnn.io.ArtifactException.Reason.WRONG_FORMAT;

import com.google.common.collect.Lists;
import io.hardgnn.error.Excerpt;
import io.hardgnn.internal.disk.Disk;
import io.hardgnn.internal.disk.TargetLock;
import io.hardgnn.internal.disk.VersionName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A directory that holds versions of the same thing, one of which is current.
 *
 * <pre>
 * model/current                       the name of the current version, replaced in one step
 * model/version-7-5b0c…/              the version before, for those who are still reading it
 * model/version-8-91fe…/              the current one; the files of a version never change
 * model/.lock                         held by whoever writes
 * </pre>
 *
 * <p>So a crash at any moment leaves the version before or the new one, readers need no lock, and
 * what a crash leaves is a version that is not current, which the next writer deletes. A directory
 * without {@code current} may itself be the only version: that is how the first builds of this
 * library wrote, and what a copy of a version's directory is.
 */
final class VersionedDirectory {

  static final String POINTER = "current";

  private static final String LOCK = ".lock";
  private static final int MAX_POINTER_BYTES = 200;

  private final Path root;

  private VersionedDirectory(Path root) {
    this.root = root;
  }

  /** For a path, which need not exist; behind a link it is the link's target. */
  static VersionedDirectory at(Path directory) throws IOException {
    return new VersionedDirectory(Disk.resolve(directory));
  }

  Path root() {
    return root;
  }

  // ---- reading

  /**
   * Returns the directory of the current version.
   *
   * @throws ArtifactException if there is none
   */
  Path current() throws IOException {
    if (!Files.isDirectory(root)) {
      throw Files.exists(root)
          ? new ArtifactException(
              WRONG_FORMAT, root, "is a file where the directory of an artifact was expected")
          : new ArtifactException(
              MISSING, root, "there is no such directory; check the path" + setAside());
    }
    @Nullable String text = pointer();
    if (text == null) {
      if (isUnfinished()) {
        throw new ArtifactException(
            MISSING, root, "holds no finished version yet; wait for its writer, or write it again");
      }
      return root;
    }
    String name = text.stripTrailing();
    if (VersionName.parse(name).isEmpty()) {
      throw new ArtifactException(
          CORRUPT,
          root.resolve(POINTER),
          "does not name a version; write the name of one of the directories beside it into it,"
              + " or write the artifact again");
    }
    Path version = root.resolve(name);
    if (!Files.isDirectory(version, LinkOption.NOFOLLOW_LINKS)) {
      throw new ArtifactException(
          MISSING, version, "is the current version but not there; restore it from a copy");
    }
    return version;
  }

  /**
   * What earlier builds moved aside while they replaced a directory, for the message of a missing
   * one.
   */
  private String setAside() {
    Path old = root.resolveSibling("." + root.getFileName() + ".hardgnn-old");
    return root.getFileName() != null && Files.isDirectory(old)
        ? "; an earlier build was interrupted here: rename "
            + old.getFileName()
            + " to "
            + root.getFileName()
        : "";
  }

  private @Nullable String pointer() throws IOException {
    try {
      return SmallFile.text(root.resolve(POINTER), MAX_POINTER_BYTES);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Returns whether there is anything to read, be it an artifact or not. */
  boolean exists() throws IOException {
    return Files.exists(root) && !(Files.isDirectory(root) && isUnfinished());
  }

  /** Whether all that is here is what a first writer leaves before it is done. */
  private boolean isUnfinished() throws IOException {
    List<Path> entries = Disk.entries(root);
    return entries.stream().allMatch(this::isLeftOver)
        && entries.stream().noneMatch(path -> path.endsWith(POINTER));
  }

  private boolean isLeftOver(Path entry) {
    String name = String.valueOf(entry.getFileName());
    return name.equals(LOCK)
        || AtomicFiles.isTemporary(name, POINTER)
        || VersionName.parse(name).isPresent();
  }

  /**
   * Describes what a reader sees: two equal descriptions, one from before and one from after a
   * reading that failed, mean that no writer is to blame.
   */
  String state() {
    StringBuilder state = new StringBuilder(identity(root));
    Path version = root;
    try {
      @Nullable String text = pointer();
      if (text != null) {
        state.append(' ').append(text);
        version = root.resolve(VersionName.parse(text.strip()).map(VersionName::text).orElse("."));
      }
    } catch (IOException | ArtifactException e) {
      state.append(' ').append(e);
    }
    return state
        .append(' ')
        .append(identity(version))
        .append(' ')
        .append(identity(version.resolve(Manifest.FILE_NAME)))
        .toString();
  }

  /**
   * Says which file or directory a path is. Where no time of creation is known it is that of the
   * last change, which in a directory says only that a writer is at work.
   */
  private static String identity(Path path) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      Object key = attributes.fileKey();
      if (attributes.isDirectory()) {
        return String.valueOf(key == null ? attributes.creationTime() : key);
      }
      return key
          + "/"
          + attributes.creationTime()
          + "/"
          + attributes.lastModifiedTime()
          + "/"
          + attributes.size();
    } catch (IOException e) {
      return "none";
    }
  }

  // ---- writing

  /** Keeps other writers away; all that follows requires it. */
  TargetLock lock() throws IOException {
    return TargetLock.acquire(root.resolve(LOCK));
  }

  /**
   * Refuses to write where something else lies. What is left of an artifact of the format, damaged
   * or half deleted, is no obstacle.
   *
   * @throws ArtifactException ({@code WRONG_FORMAT}) if there is something else
   */
  void requireReplaceable(ArtifactFormat format) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isDirectory(root)) {
      throw new ArtifactException(
          WRONG_FORMAT, root, "is a file where the directory of an artifact was expected");
    }
    @Nullable String found = formatHere();
    if (found != null && !found.equals(format.name())) {
      throw new ArtifactException(
          WRONG_FORMAT,
          root,
          "holds "
              + Excerpt.of(found)
              + ", so no "
              + format.name()
              + " is written over it; choose another path or delete it first");
    }
    if (found == null) {
      for (Path entry : Disk.entries(root)) {
        String name = String.valueOf(entry.getFileName());
        if (!isLeftOver(entry)
            && !name.equals(POINTER)
            && !name.equals(Manifest.FILE_NAME)
            && !format.mayHave(name)) {
          throw new ArtifactException(
              WRONG_FORMAT,
              root,
              "holds other files, such as "
                  + Excerpt.of(name)
                  + ", so no "
                  + format.name()
                  + " is written into it; choose another path");
        }
      }
    }
  }

  private @Nullable String formatHere() throws IOException {
    try {
      return Manifest.read(current()).format();
    } catch (ArtifactException e) {
      return null;
    }
  }

  /**
   * Makes the directory of a new version, which is not current yet, after removing what crashes
   * left.
   */
  Path begin() throws IOException {
    for (Path entry : Disk.entries(root)) {
      if (AtomicFiles.isTemporary(String.valueOf(entry.getFileName()), POINTER)) {
        Files.delete(entry);
      }
    }
    List<Path> versions = versions();
    @Nullable VersionName current = currentName();
    for (Path version : versions) {
      if (current == null
          ? !Files.exists(version.resolve(Manifest.FILE_NAME))
          : number(version) > current.number()) {
        Disk.deleteTree(version);
      }
    }
    int last = versions.isEmpty() ? 0 : number(versions.get(versions.size() - 1));
    Path fresh = root.resolve(VersionName.create(last + 1).text());
    Files.createDirectory(fresh);
    return fresh;
  }

  /** Makes a finished version the current one, then deletes all but it and the one before. */
  void publish(Path fresh) throws IOException {
    @Nullable Manifest flat = flatManifest();
    // The version's own name must be durable before anything points to it.
    Disk.forceDirectory(root);
    point(fresh);
    @Nullable Path parent = root.getParent();
    if (parent != null) {
      forceIfReadable(parent);
    }
    try {
      prune(fresh, flat);
    } catch (IOException e) {
      // The new version stands; what could not be deleted is tried again by the next writer.
      return;
    }
  }

  /** A parent that we may not read cannot be made durable; what was written stands all the same. */
  private static void forceIfReadable(Path parent) throws IOException {
    try {
      Disk.forceDirectory(parent);
    } catch (AccessDeniedException e) {
      return;
    }
  }

  /** Makes a version the current one. */
  void point(Path version) {
    AtomicFiles.writeOwn(root.resolve(POINTER), version.getFileName() + "\n");
  }

  /** The versions' directories, the newest first, finished or not. */
  List<Path> newestFirst() throws IOException {
    return Lists.reverse(versions());
  }

  /**
   * Deletes a version that was not published; one that is current stays, whatever failed after it
   * had become so.
   */
  void abandon(Path fresh) throws IOException {
    @Nullable VersionName current = currentName();
    if (current == null || !fresh.endsWith(current.text())) {
      Disk.deleteTree(fresh);
    }
  }

  private void prune(Path fresh, @Nullable Manifest flat) throws IOException {
    if (flat != null) {
      Files.deleteIfExists(root.resolve(Manifest.FILE_NAME));
      for (String file : flat.files().keySet()) {
        Files.deleteIfExists(root.resolve(file));
      }
    }
    boolean beforeKept = false;
    List<Path> versions = versions();
    for (int i = versions.size() - 1; i >= 0; i--) {
      Path version = versions.get(i);
      if (!version.equals(fresh)) {
        if (beforeKept) {
          Disk.deleteTree(version);
        }
        beforeKept = true;
      }
    }
  }

  /** The manifest of a version that lies in the root itself, if there is one. */
  private @Nullable Manifest flatManifest() {
    try {
      return Manifest.read(root);
    } catch (ArtifactException | UncheckedIOException e) {
      return null;
    }
  }

  private @Nullable VersionName currentName() throws IOException {
    try {
      @Nullable String text = pointer();
      return text == null ? null : VersionName.parse(text.stripTrailing()).orElse(null);
    } catch (ArtifactException e) {
      return null;
    }
  }

  /** The versions' directories, oldest first. */
  private List<Path> versions() throws IOException {
    List<Path> versions = new ArrayList<>();
    for (Path entry : Disk.entries(root)) {
      if (VersionName.of(entry).isPresent()) {
        versions.add(entry);
      }
    }
    versions.sort(Comparator.comparingInt(VersionedDirectory::number));
    return versions;
  }

  private static int number(Path version) {
    return VersionName.of(version).map(VersionName::number).orElse(0);
  }
}
