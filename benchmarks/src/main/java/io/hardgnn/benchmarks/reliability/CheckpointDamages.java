package io.hardgnn.benchmarks.reliability;

import io.hardgnn.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Damages the newest checkpoints of runs, one at a time, and holds what the processes after it say
 * and do against what they have to.
 *
 * <p>A process that is killed between going back and saying so leaves nothing but the checkpoint it
 * went back to: the next one has nothing to say, which is right. Whoever gets as far as an epoch
 * must have said it.
 */
final class CheckpointDamages {

  private static final List<String> NAMES =
      List.of(
          RunFolder.POINTER,
          RunFolder.MANIFEST,
          "state.json",
          "current.safetensors",
          "best.safetensors");

  /**
   * A damage that nobody has noticed yet.
   *
   * @param run whose newest checkpoint is damaged
   * @param what for messages
   * @param named path, from the folder of all runs on, that the warning has to name
   * @param to what has to be gone back to
   * @param epoch after which that was written
   * @param pointer what the damage left in it
   */
  private record Pending(
      RunFolder run, String what, String named, Path to, int epoch, Optional<String> pointer) {

    /** Whether a line of the log names what was damaged and what took its place. */
    boolean isSaidBy(String line) {
      String goesOn = "training goes on from ";
      int second = line.indexOf(goesOn);
      return second >= 0
          && line.substring(0, second).contains(named)
          && line.endsWith(run.named(to) + ", after epoch " + epoch);
    }

    boolean isDone() {
      return run.pointer().map(String::strip).equals(Optional.of(to.getFileName().toString()));
    }
  }

  private final SplittableRandom random;
  private final Set<Path> broken = new HashSet<>();
  private final List<String> wrong = new ArrayList<>();
  private @Nullable Pending pending;
  private int damaged;
  private int said;
  private int unsaid;

  CheckpointDamages(SplittableRandom random) {
    this.random = random;
  }

  /** Newest checkpoints damaged. */
  int damaged() {
    return damaged;
  }

  /** Runs that went back and said so. */
  int said() {
    return said;
  }

  /** Runs that went back and were killed before they could say so. */
  int unsaid() {
    return unsaid;
  }

  /** What went wrong. */
  List<String> wrong() {
    return List.copyOf(wrong);
  }

  /**
   * Looks at what a process said and left.
   *
   * @param warnings of that process
   * @param worked whether it came as far as an epoch, or the end of a run
   */
  void judge(List<String> warnings, boolean worked) {
    for (String warning : warnings) {
      if (pending != null && pending.isSaidBy(warning)) {
        said++;
        pending = null;
      } else {
        wrong.add("said " + (pending == null ? "" : "of " + pending.what + " ") + warning);
      }
    }
    if (pending == null) {
      return;
    }
    if (worked) {
      wrong.add("nothing said of " + pending.what);
      pending = null;
    } else if (pending.isDone()) {
      unsaid++;
      pending = null;
    } else if (!pending.run.pointer().equals(pending.pointer)) {
      wrong.add("went back, but not to " + pending.to + ", of " + pending.what);
      pending = null;
    }
  }

  /**
   * Damages the newest checkpoint of a run that nobody is training, and says how; does nothing
   * where a damage is still to be noticed, or where nothing whole would be left.
   */
  Optional<String> damage(RunFolder run) throws IOException {
    List<Path> whole = run.finished().stream().filter(path -> !broken.contains(path)).toList();
    if (pending != null || whole.size() < 2) {
      return Optional.empty();
    }
    String name = NAMES.get(random.nextInt(NAMES.size()));
    Path version = run.path().resolve(run.pointer().orElseThrow().strip());
    boolean pointer = name.equals(RunFolder.POINTER);
    Path file = (pointer ? run.path() : version).resolve(name);
    String how = change(file, pointer || name.equals(RunFolder.MANIFEST));
    if (!pointer) {
      broken.add(version);
    }
    Path to =
        whole.stream().filter(path -> pointer || !path.equals(version)).findFirst().orElseThrow();
    // A file that is gone is one of the version; without the pointer, or a manifest, the folder is
    // what is wrong.
    boolean folder = Files.notExists(file) && (pointer || name.equals(RunFolder.MANIFEST));
    String named = run.named(folder ? (pointer ? run.path() : version) : file);
    Object epoch = Json.read(to.resolve("state.json"), Map.class).get("epoch");
    String what = file + " " + how;
    pending = new Pending(run, what, named, to, Integer.parseInt("" + epoch), run.pointer());
    damaged++;
    return Optional.of(what);
  }

  /**
   * Changes, cuts or deletes a file.
   *
   * @param blanks whether some of its bytes may change without harm, so that none is changed
   */
  private String change(Path file, boolean blanks) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    switch (random.nextInt(blanks ? 1 : 0, 3)) {
      case 0 -> {
        int place = random.nextInt(bytes.length);
        bytes[place] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        Files.write(file, bytes);
        return "with byte " + place + " changed";
      }
      case 1 -> {
        int length = random.nextInt(bytes.length - 2);
        Files.write(file, Arrays.copyOf(bytes, length));
        return "cut to " + length + " bytes";
      }
      default -> {
        Files.delete(file);
        return "deleted";
      }
    }
  }
}
