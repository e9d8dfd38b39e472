package io.hardgnn.benchmarks.reliability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /**
   * Another content for a file, or none.
   *
   * @param file that is changed
   * @param whole its right content
   * @param change makes the other content of it, or null to delete the file
   * @param forged the manifest whose sums then belong to the other content, or null to leave it
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
   */
  record Link(String what, Path file, Path aside, Path leadsTo) implements Damage {

    @Override
    public void apply() throws IOException {
      Files.move(file, aside);
      Files.createSymbolicLink(file, leadsTo);
    }

    @Override
    public void undo() throws IOException {
      Files.delete(file);
      Files.move(aside, file);
    }
  }
}
