package io.hardgnn.benchmarks.reliability;

import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.error.HardGNNException;
import io.hardgnn.io.ArtifactException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A process that damages a directory in one way after the other, opens it each time, and says line
 * by line what it tries and how that ends. What it tried last is what it died of, if it does.
 */
final class DamageReader {

  /** Begins to try a damage; its number and what it is follow. */
  static final String TRYING = "trying";

  /** Ended with a typed exception. */
  static final String REFUSED = "refused";

  /** Opened, and what was read is what was written: the damage changed nothing that counts. */
  static final String HARMLESS = "harmless";

  /** Opened with another content, as it may where the sums were forged. */
  static final String OPENED = "opened";

  /** Anything else. */
  static final String WRONG = "wrong";

  private final Published published;
  private final Path whole;
  private final Path target;
  private final boolean forged;
  private final String opened; // what is right
  private final String verified;

  private DamageReader(Published published, Path whole, Path target, boolean forged)
      throws Exception {
    this.published = published;
    this.whole = whole;
    this.target = target;
    this.forged = forged;
    this.opened = published.open(target);
    this.verified = published.verify(target);
  }

  /**
   * Takes the kind, the variants, the whole directory, the folder to work in, whether sums are
   * forged, the sample, the most damages, after how many of them to verify rather than to open, the
   * seed, and how many to leave out.
   */
  public static void main(String[] args) throws Exception {
    Kind kind = Kind.valueOf(args[0]);
    Path whole = Path.of(args[2]);
    boolean forged = Boolean.parseBoolean(args[4]);
    Path target = Files.createTempDirectory(Path.of(args[3]), "damaged").resolve("target");
    copy(whole, target);
    DamageReader reader = new DamageReader(kind.published(Path.of(args[1])), whole, target, forged);
    List<Damage> damages =
        Damages.of(
            target,
            forged,
            Integer.parseInt(args[5]),
            Integer.parseInt(args[6]),
            Long.parseLong(args[8]));
    int mostOpened = Integer.parseInt(args[7]);
    for (int number = Integer.parseInt(args[9]); number < damages.size(); number++) {
      Damage damage = damages.get(number);
      Worker.say(TRYING, number + " " + damage.what());
      reader.attempt(damage, number < mostOpened);
    }
    Worker.say("done", "");
  }

  private void attempt(Damage damage, boolean opens) throws IOException {
    damage.apply();
    try {
      boolean same =
          opens ? published.open(target).equals(opened) : published.verify(target).equals(verified);
      if (damage.hasToBeRefused()) {
        Worker.say(WRONG, damage.what() + ": opened");
      } else if (same) {
        Worker.say(HARMLESS, damage.what());
      } else {
        Worker.say(forged ? OPENED : WRONG, damage.what() + ": opened with another content");
      }
    } catch (Published.MixtureException e) {
      Worker.say(forged ? OPENED : WRONG, damage.what() + ": " + e.getMessage());
    } catch (HardGNNException e) {
      boolean typed = forged && !damage.hasToBeRefused() || e instanceof ArtifactException;
      Worker.say(typed ? REFUSED : WRONG, damage.what() + ": " + e);
    } catch (Throwable e) {
      e.printStackTrace();
      Worker.say(WRONG, damage.what() + ": " + e);
    }
    damage.undo();
    if (!names(target).equals(names(whole))) { // a run went on from what was damaged
      Benchmark.delete(target);
      copy(whole, target);
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.walk(folder)) {
      return entries
          .map(path -> folder.relativize(path).toString())
          .filter(name -> !name.endsWith(".lock"))
          .sorted()
          .toList();
    }
  }

  /** Copies a folder. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> entries = Files.walk(from)) {
      for (Path entry : entries.sorted().toList()) {
        Files.copy(entry, to.resolve(from.relativize(entry).toString()));
      }
    }
  }
}
