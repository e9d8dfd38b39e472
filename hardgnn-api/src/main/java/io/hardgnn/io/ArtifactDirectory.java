package io.hardgnn.io;

import static io.hardgnn.io.ArtifactException.Reason.CORRUPT;
import static io.hardgnn.io.ArtifactException.Reason.MISSING;
import static io.hardgnn.io.ArtifactException.Reason.NEWER_VERSION;
import static io.hardgnn.io.ArtifactException.Reason.REPLACED;
import static io.hardgnn.io.ArtifactException.Reason.WRONG_FORMAT;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.Sets;
import io.hardgnn.error.Excerpt;
import io.hardgnn.internal.disk.Disk;
import io.hardgnn.internal.disk.TargetLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A directory of files that belong together, such as a trained model: it is written as a whole or
 * not at all, and verified as a whole before anything in it is used.
 *
 * <p>Each writing makes a version in a directory of its own below the target, and ends with
 * replacing the small file {@code current}, which names it. The version before stays until the next
 * one is written. So readers and writers need not wait for each other, in one process or in
 * several, and a crash at any moment leaves the version before or the new one.
 *
 * <p>A version's directory holds the files and {@code manifest.json}: {@code {"format", "version",
 * "files": {name: {"bytes", "sha256"}}}}. The sums find accidents, not forgers: whoever can change
 * a file can change the manifest too.
 *
 * <p>Instances are one version, verified. They are immutable, may be used by several threads and
 * keep nothing open.
 */
public final class ArtifactDirectory {

  /** Name of the file of a version that lists the others, with their sums. */
  public static final String MANIFEST = Manifest.FILE_NAME;

  /** Name of the file of a target that names its current version. */
  public static final String CURRENT = VersionedDirectory.POINTER;

  private static final int ATTEMPTS = 100;
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Path directory;
  private final Manifest manifest;

  private ArtifactDirectory(Path directory, Manifest manifest) {
    this.directory = directory;
    this.manifest = manifest;
  }

  // ---- writing

  /** Writes the files of an artifact. */
  @FunctionalInterface
  public interface Contents {
    /** Adds every file to {@code out}; a failure leaves what was there before untouched. */
    void writeTo(ArtifactWriter out) throws IOException;
  }

  /**
   * Writes an artifact, or the next version of one of the same format, with the directories above
   * it.
   *
   * <p>Writers of the same target take turns, those of other processes of this machine included.
   * Over what is left of an artifact, damaged or half deleted, it is written anew. Files that
   * somebody put beside the versions by hand stay.
   *
   * @param target the directory of the artifact; an empty directory may be there already
   * @throws ArtifactException ({@code WRONG_FORMAT}) if something else is at the target; it is not
   *     touched
   * @throws UncheckedIOException if a file cannot be written; what was there before is then
   *     unchanged
   */
  public static void write(Path target, ArtifactFormat format, Contents contents) {
    write(target, format, null, contents);
  }

  /**
   * Writes the next version of an artifact that was read for it, unless another writer came in
   * between.
   *
   * @param state what {@link #state} said of the target before it was read, or before it was there
   * @throws ArtifactException as {@link #write}; {@code REPLACED} if the target is not as it was:
   *     what the other writer wrote stays
   */
  public static void replace(Path target, ArtifactFormat format, String state, Contents contents) {
    write(target, format, state, contents);
  }

  /**
   * Finds out whether {@link #write} could begin, before what is to be written has been worked out.
   * Makes the directories and the lock that a writer makes, and nothing else.
   *
   * @throws ArtifactException as {@link #write}
   * @throws UncheckedIOException if no file can be made there
   */
  public static void requireWritable(Path target, ArtifactFormat format) {
    try {
      VersionedDirectory versions = VersionedDirectory.at(target);
      versions.requireReplaceable(format);
      Disk.createDirectories(versions.root());
      versions.lock().close();
    } catch (IOException e) {
      throw cannotWrite(target, e);
    }
  }

  private static void write(
      Path target, ArtifactFormat format, @Nullable String state, Contents contents) {
    try {
      VersionedDirectory versions = VersionedDirectory.at(target);
      versions.requireReplaceable(format);
      boolean absent = !Files.exists(versions.root()) && versions.state().equals(state);
      Disk.createDirectories(versions.root());
      try (TargetLock ignored = versions.lock()) {
        // Again: somebody may have written something else while we waited.
        versions.requireReplaceable(format);
        boolean replaced = absent ? versions.exists() : !versions.state().equals(state);
        if (state != null && replaced) {
          throw new ArtifactException(
              REPLACED, target, "was replaced since it was read; read it again");
        }
        Path fresh = versions.begin();
        try {
          ArtifactWriter writer = new ArtifactWriter(fresh);
          contents.writeTo(writer);
          writer.finish(format);
          versions.publish(fresh);
        } finally {
          versions.abandon(fresh);
        }
      }
    } catch (IOException e) {
      throw cannotWrite(target, e);
    }
  }

  private static UncheckedIOException cannotWrite(Path target, IOException e) {
    return new UncheckedIOException("cannot write " + target + ": " + Disk.reason(e), e);
  }

  // ---- reading

  /**
   * Reads the current version of an artifact after verifying presence, length and SHA-256 of every
   * file.
   *
   * <p>If a writer takes the version away meanwhile, {@code reading} is called again with the new
   * one: it must be free to repeat, and must close what it opened if it fails. What it returns
   * holds files of one version only.
   *
   * @param directory the target of a {@link #write}, or the directory of one version
   * @param reading opens or reads what it needs; called until it ends with all of one version, at
   *     most {@value #ATTEMPTS} times
   * @throws ArtifactException if it is missing, damaged, of another format or of a newer version;
   *     {@code REPLACED} if it was replaced during every attempt
   * @throws UncheckedIOException if the device fails
   */
  public static <T> T read(
      Path directory, ArtifactFormat format, Function<ArtifactDirectory, T> reading) {
    VersionedDirectory versions = at(directory);
    for (int attempt = 1; ; attempt++) {
      String before = versions.state();
      @Nullable RuntimeException failure = null;
      try {
        Path version = current(versions);
        T value = reading.apply(verified(version, format));
        if (!version.equals(versions.root()) || before.equals(versions.state())) {
          return value;
        }
        // Files of a version that lies in the target itself can be exchanged under a reader.
        close(value);
      } catch (RuntimeException e) {
        if (before.equals(versions.state())) {
          throw e;
        }
        failure = e;
      }
      if (attempt == ATTEMPTS) {
        throw new ArtifactException(
            REPLACED,
            directory,
            "was replaced or removed while it was read, " + ATTEMPTS + " times; read it again",
            failure);
      }
      LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_NANOS));
    }
  }

  /**
   * Verifies an artifact; as {@link #read} for callers that are content to learn later, by a
   * failure, that the version is gone.
   *
   * @throws ArtifactException as {@link #read}
   * @throws UncheckedIOException if the device fails
   */
  public static ArtifactDirectory open(Path directory, ArtifactFormat format) {
    return read(directory, format, artifact -> artifact);
  }

  /**
   * Returns whether there is anything to open at a path, be it an artifact or not. What a writer
   * leaves that was killed before its first version was complete is nothing.
   *
   * @throws UncheckedIOException if the device fails
   */
  public static boolean exists(Path directory) {
    try {
      return at(directory).exists();
    } catch (IOException e) {
      throw cannotRead(directory, e);
    }
  }

  /**
   * Describes what a reader of a path would see, whatever is there. Two equal descriptions mean
   * that nothing was written in between; to ask is cheap.
   *
   * @throws UncheckedIOException if the device fails
   */
  public static String state(Path directory) {
    return at(directory).state();
  }

  /**
   * Goes back to the newest version that is whole, if the current one is damaged or gone; the next
   * {@link #write} then removes the damaged one. For writers whose readers need the last good state
   * rather than an error, as a resumed run does.
   *
   * @param directory must exist
   * @return what was wrong with the current version, and the directory of the one that is current
   *     now; empty if nothing was wrong, if a newer release wrote it, or if nothing whole of this
   *     format is left
   * @throws UncheckedIOException if the device fails
   */
  public static Optional<WentBack> goBack(Path directory, ArtifactFormat format) {
    VersionedDirectory versions = at(directory);
    try (TargetLock ignored = versions.lock()) {
      ArtifactException damage;
      try {
        verified(versions.current(), format);
        return Optional.empty();
      } catch (ArtifactException e) {
        damage = e;
      }
      if (damage.reason() == NEWER_VERSION) {
        return Optional.empty();
      }
      for (Path version : versions.newestFirst()) {
        try {
          verified(version, format);
        } catch (ArtifactException e) {
          continue;
        }
        versions.point(version);
        return Optional.of(new WentBack(damage, version));
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + directory + ": " + Disk.reason(e), e);
    }
  }

  /**
   * What {@link #goBack} did.
   *
   * @param damage what is wrong with the version that was current
   * @param version the directory of the version that is current now
   */
  public record WentBack(ArtifactException damage, Path version) {}

  private static VersionedDirectory at(Path directory) {
    try {
      return VersionedDirectory.at(directory);
    } catch (IOException e) {
      throw cannotRead(directory, e);
    }
  }

  private static Path current(VersionedDirectory versions) {
    try {
      return versions.current();
    } catch (IOException e) {
      throw cannotRead(versions.root(), e);
    }
  }

  private static UncheckedIOException cannotRead(Path path, IOException failure) {
    return new UncheckedIOException("cannot read " + path + ": " + Disk.reason(failure), failure);
  }

  private static void close(Object value) {
    if (value instanceof AutoCloseable resource) {
      try {
        resource.close();
      } catch (Exception e) {
        throw new IllegalStateException("what was read of a replaced version does not close", e);
      }
    }
  }

  private static ArtifactDirectory verified(Path version, ArtifactFormat format) {
    Manifest manifest = Manifest.read(version);
    if (!manifest.format().equals(format.name())) {
      throw new ArtifactException(
          WRONG_FORMAT,
          version,
          "holds "
              + Excerpt.of(manifest.format())
              + " where "
              + format.name()
              + " was expected; check the path");
    }
    if (manifest.version() > format.version()) {
      throw new ArtifactException(
          NEWER_VERSION,
          version,
          "is version "
              + manifest.version()
              + " of "
              + format.name()
              + ", but this release reads up to version "
              + format.version()
              + "; use a newer release of the library");
    }
    Set<String> missing = Sets.difference(format.required(), manifest.files().keySet());
    if (!missing.isEmpty()) {
      throw new ArtifactException(
          CORRUPT,
          version.resolve(Manifest.FILE_NAME),
          "does not list " + missing + ", without which there is no " + format.name());
    }
    // Reading and summing is most of what opening takes.
    manifest.files().entrySet().parallelStream()
        .forEach(file -> verify(version.resolve(file.getKey()), file.getValue()));
    return new ArtifactDirectory(version, manifest);
  }

  private static void verify(Path file, Manifest.FileSum sum) {
    Links.requireInside(file);
    if (!Files.isRegularFile(file)) {
      throw new ArtifactException(
          MISSING, file, "is listed in the manifest but not there; restore it from a copy");
    }
    try {
      long bytes = Files.size(file);
      if (bytes != sum.bytes()) {
        throw new ArtifactException(
            CORRUPT,
            file,
            "has "
                + bytes
                + " bytes where the manifest says "
                + sum.bytes()
                + "; restore it from a copy");
      }
    } catch (IOException e) {
      throw cannotRead(file, e);
    }
    if (!Checksums.sha256(file).equals(sum.sha256())) {
      throw new ArtifactException(
          CORRUPT,
          file,
          "was altered: its SHA-256 is not that of the manifest; restore it from a copy");
    }
  }

  // ---- one version

  /** The directory of this version. */
  public Path directory() {
    return directory;
  }

  /** The names of the files, without the manifest. */
  public Set<String> files() {
    return manifest.files().keySet();
  }

  /**
   * The path of a file, for those who read or map it themselves.
   *
   * @throws ArtifactException ({@code MISSING}) if the artifact has no file of this name
   */
  public Path path(String name) {
    if (!manifest.files().containsKey(name)) {
      throw new ArtifactException(
          MISSING,
          directory,
          "has no file \"" + Excerpt.of(name) + "\", only " + Excerpt.list(files()));
    }
    return directory.resolve(name);
  }

  /**
   * Reads a JSON file.
   *
   * @throws ArtifactException if there is no such file or its content does not fit the type
   * @throws UncheckedIOException if it cannot be read, because the version was replaced for
   *     instance
   */
  public <T> T json(String name, Class<T> type) {
    return json(name, type, Map.of());
  }

  /**
   * Reads a JSON file that earlier builds may have written.
   *
   * @param absent values of properties that they did not write yet, by their place such as
   *     {@code "provenance.blended"}
   * @throws ArtifactException as {@link #json(String, Class)}
   * @throws UncheckedIOException as {@link #json(String, Class)}
   */
  public <T> T json(String name, Class<T> type, Map<String, ?> absent) {
    Path file = path(name);
    try {
      String text = Json.readText(file);
      if (absent.isEmpty()) {
        // A tree of a million ids takes longer than the ids.
        return Json.parse(text, type, file.toString());
      }
      JsonNode tree = Json.tree(text, file.toString());
      absent.forEach((place, value) -> Json.putIfAbsent(tree, place, value));
      return Json.fromTree(tree, text, type, file.toString(), Map.of());
    } catch (JsonException e) {
      throw new ArtifactException(
          CORRUPT, file, "is not as this release expects: " + e.getMessage(), e);
    }
  }

  /**
   * Reads all tensors of a safetensors file.
   *
   * @throws ArtifactException if there is no such file or it is not a valid one
   * @throws UncheckedIOException if it cannot be read, because the version was replaced for
   *     instance
   */
  public TensorSet tensors(String name) {
    return Safetensors.read(path(name));
  }
}
