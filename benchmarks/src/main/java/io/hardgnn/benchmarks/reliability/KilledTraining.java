package io.hardgnn.benchmarks.reliability;

import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.benchmarks.harness.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Kills a process that trains, over and over, damages its newest checkpoint now and then, and lets
 * it resume; every run has to end with the bits of one that was left alone.
 */
@Command(
    description = {
      "Trains runs of 20 epochs in a process that is killed at random moments, every other time while a checkpoint is being"
          + " written, and resumed. After some kills the newest checkpoint is damaged.",
      "Counted as wrong are: a run that cannot be resumed; a model that has not the very bits of an uninterrupted run; a"
          + " damaged checkpoint that is used, or whose replacement by the one before is not said.",
      "",
      "Ends with exit code 1 if anything was wrong."
    })
public final class KilledTraining extends Benchmark {

  private static final int LONGEST_WAIT = 600; // seconds
  private static final long POLL_MILLIS = 1;
  private static final String WARNED = "WARN";

  @Option(names = "--kills", defaultValue = "200", description = "default ${DEFAULT-VALUE}")
  private int kills;

  @Option(
      names = "--damage-every",
      defaultValue = "4",
      description = "kills after which the newest checkpoint is damaged; default ${DEFAULT-VALUE}")
  private int damageEvery;

  @Option(
      names = "--seconds",
      defaultValue = "7200",
      description = "longest time; default ${DEFAULT-VALUE}")
  private int seconds;

  @Option(names = "--seed", description = "of the moments of the kills; by default the clock's")
  private long seed = System.nanoTime();

  /** Runs the program. */
  public static void main(String[] args) {
    Benchmark.main(new KilledTraining(), args);
  }

  @Override
  protected Report measure() throws Exception {
    Path folder = Files.createTempDirectory("hardgnn-killed");
    try {
      progress("seed %d; training without interruption", seed);
      Path variants = Variants.referenceInProcess(folder);
      return run(Files.createDirectories(folder.resolve("runs")), variants);
    } finally {
      delete(folder);
    }
  }

  private Report run(Path runs, Path variants) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    long start = System.nanoTime();
    int killed = 0;
    int withinWrite = 0;
    int damaged = 0;
    Crew crew = new Crew(Files.createDirectories(variants.resolveSibling("temporary")));
    try (crew) {
      crew.add(
          List.of(
              Kind.CHECKPOINT.name(),
              "write",
              runs.toString(),
              variants.toString(),
              Integer.toString(0)));
      while (killed < kills) {
        awaitEpochs(crew, 1 + random.nextInt(3));
        if (secondsSince(start) > seconds) {
          break;
        }
        if (random.nextBoolean()) {
          awaitWrite(crew, runs);
          pause(random.nextInt(3_000_000));
        } else {
          pause(random.nextInt(100_000_000));
        }
        crew.kill(0);
        killed++;
        Path run = newestRun(runs);
        withinWrite += isWithinWrite(run) ? 1 : 0;
        if (killed % damageEvery == 0 && wholeVersions(run) > 1) {
          progress("kill %d, then %s", killed, damage(run, random));
          damaged++;
        }
        crew.again(0);
      }
      // The last one has to come as far as to say what it went back to.
      awaitEpochs(crew, 1);
    }
    long wentBack = crew.count(WARNED);
    long wrong =
        crew.count(Worker.MIXTURE) + crew.count(Worker.FAILED) + Math.abs(wentBack - damaged);
    Report report =
        new Report()
            .row(
                "kills",
                killed,
                "while a checkpoint was written",
                withinWrite,
                "damaged",
                damaged,
                "went back",
                wentBack,
                "epochs",
                crew.count(Worker.WROTE),
                "runs ended",
                crew.count(Worker.FINISHED),
                "other bits",
                crew.count(Worker.MIXTURE),
                "failures",
                crew.count(Worker.FAILED),
                "seconds",
                secondsSince(start));
    crew.complaints().forEach(report::note);
    report.note("seed " + seed);
    if (wrong > 0) {
      System.out.print(report.toTable());
      throw new IOException(wrong + " times something went wrong, see above");
    }
    return report;
  }

  private static void awaitEpochs(Crew crew, int epochs) throws InterruptedException {
    long goal = crew.count(Worker.WROTE) + epochs;
    long start = System.nanoTime();
    while (crew.count(Worker.WROTE) < goal) {
      await(crew, start);
    }
  }

  /** Waits until a checkpoint is begun. */
  private static void awaitWrite(Crew crew, Path runs) throws Exception {
    long start = System.nanoTime();
    while (!isWithinWrite(newestRun(runs))) {
      await(crew, start);
    }
  }

  private static void await(Crew crew, long start) throws InterruptedException {
    crew.checkAlive();
    if (secondsSince(start) > LONGEST_WAIT) {
      throw new IllegalStateException("nothing went on for " + LONGEST_WAIT + " seconds");
    }
    Thread.sleep(POLL_MILLIS);
  }

  private static void pause(int nanos) throws InterruptedException {
    Thread.sleep(nanos / 1_000_000, nanos % 1_000_000);
  }

  private static Path newestRun(Path runs) {
    int last = 0;
    while (Files.exists(runs.resolve("run-" + (last + 1)))) {
      last++;
    }
    return runs.resolve("run-" + last);
  }

  private static List<Path> versions(Path run) {
    try (Stream<Path> entries = Files.list(run)) {
      return entries.filter(path -> path.getFileName().toString().startsWith("version-")).toList();
    } catch (java.nio.file.NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isWithinWrite(Path run) {
    return versions(run).stream().anyMatch(version -> !isWhole(version));
  }

  private static long wholeVersions(Path run) {
    return versions(run).stream().filter(KilledTraining::isWhole).count();
  }

  private static boolean isWhole(Path version) {
    return Files.exists(version.resolve("manifest.json"));
  }

  /** Damages the newest checkpoint, and says how. */
  private static String damage(Path run, SplittableRandom random) throws IOException {
    Path pointer = run.resolve("current");
    Path version = run.resolve(Files.readString(pointer).strip());
    List<String> names =
        List.of(
            "current", "manifest.json", "state.json", "current.safetensors", "best.safetensors");
    String name = names.get(random.nextInt(names.size()));
    Path file = name.equals("current") ? pointer : version.resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    // White space of a manifest, and of the pointer, may change without harm.
    int least = name.equals("current") || name.equals("manifest.json") ? 1 : 0;
    switch (random.nextInt(least, 3)) {
      case 0 -> {
        int place = random.nextInt(bytes.length);
        bytes[place] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        Files.write(file, bytes);
        return "byte " + place + " of " + file + " changed";
      }
      case 1 -> {
        int length = random.nextInt(bytes.length - 2);
        Files.write(file, Arrays.copyOf(bytes, length));
        return file + " cut to " + length + " bytes";
      }
      default -> {
        Files.delete(file);
        return file + " deleted";
      }
    }
  }
}
