package io.hardgnn.benchmarks.reliability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One way in which a stored directory can go wrong, and the way back. */
interface Damage {

  /** What is wrong, for a report. */
  String what();

  /** Does it. */
  void apply() throws IOException;

  /** Puts everything back. */
  void undo() throws IOException;

  /** Whether it must not be opened, though all sums fit and its content may be right. */
  default boolean hasToBeRefused() {
    return false;
  }

  /**
   * Another content for a file, or none.
   *
   * @param file that is changed
   * @param whole its right content
   * @param change makes the other content of it, or null to delete the file
   * @param forged the manifest that then has the sum of the other content, or does not list the
   *     file that is deleted; null to leave it
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Content(
      String what,
      Path file,
      byte[] whole,
      @Nullable UnaryOperator<byte[]> change,
      @Nullable ForgedManifest forged)
      implements Damage {

    @Override
    public void apply() throws IOException {
      if (change == null) {
        Files.delete(file);
        if (forged != null) {
          forged.leaveOut(file);
        }
        return;
      }
      byte[] other = change.apply(whole.clone());
      Files.write(file, other);
      if (forged != null) {
        forged.write(file, other);
      }
    }

    @Override
    public void undo() throws IOException {
      Files.write(file, whole);
      if (forged != null) {
        forged.restore();
      }
    }
  }

  /**
   * A link in the place of a file.
   *
   * @param file that the link stands for
   * @param aside where the file is meanwhile
   * @param leadsTo where the link leads
   * @param content what is read there
   * @param forged the manifest that then has the sum of that content, or null to leave it
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Link(
      String what,
      Path file,
      Path aside,
      Path leadsTo,
      byte[] content,
      @Nullable ForgedManifest forged)
      implements Damage {

    @Override
    public void apply() throws IOException {
      Files.move(file, aside);
      Files.createSymbolicLink(file, leadsTo);
      if (forged != null) {
        forged.write(file, content);
      }
    }

    @Override
    public void undo() throws IOException {
      Files.delete(file);
      Files.move(aside, file);
      if (forged != null) {
        forged.restore();
      }
    }

    /** A resumed run needs no pointer; all else is read within its directory alone. */
    @Override
    public boolean hasToBeRefused() {
      boolean beside = Objects.equals(file.getParent(), leadsTo.getParent());
      boolean inside = beside && !leadsTo.equals(file);
      return !inside && !file.endsWith("current");
    }
  }

  /**
   * A file, or a folder, that nobody expects.
   *
   * @param file what is added
   * @param content of the file, or null for a folder
   * @param forged the manifest that then lists it, or null to leave it
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Extra(String what, Path file, byte @Nullable [] content, @Nullable ForgedManifest forged)
      implements Damage {

    @Override
    public void apply() throws IOException {
      if (content == null) {
        Files.createDirectory(file);
        return;
      }
      Files.write(file, content);
      if (forged != null) {
        forged.write(file, content);
      }
    }

    @Override
    public void undo() throws IOException {
      // A writer may have cleaned up.
      Files.deleteIfExists(file);
      if (forged != null) {
        forged.restore();
      }
    }
  }
}
