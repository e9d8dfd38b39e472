package io.hardgnn.benchmarks.reliability;

import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.benchmarks.harness.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Kills a process that trains, over and over, damages its newest checkpoint now and then, and lets
 * it resume; every run has to end with the bits of one that was left alone.
 */
@Command(
    description = {
      "Trains runs of 20 epochs in a process that is killed at random moments and resumed: a third of them before it"
          + " has trained an epoch, a third while a checkpoint is being written. After some kills the newest checkpoint is damaged.",
      "Counted as wrong are: a run that cannot be resumed; a model that has not the very bits of an uninterrupted run; a"
          + " damaged checkpoint that is used, or whose replacement by the one before is not said, by their names.",
      "",
      "Ends with exit code 1 if anything was wrong."
    })
public final class KilledTraining extends Benchmark {

  private static final int LONGEST_WAIT = 600; // seconds
  private static final long POLL_MILLIS = 1;

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

  /** What the last process took from its start to its first epoch; a guess before there was one. */
  private long startNanos = 2_000_000_000L;

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
    CheckpointDamages damages = new CheckpointDamages(random);
    long start = System.nanoTime();
    int killed = 0;
    int early = 0;
    int withinWrite = 0;
    List<Path> left = List.of(); // unfinished by an earlier kill, so not by the next
    Crew crew = new Crew(Files.createDirectories(variants.resolveSibling("temporary")));
    try (crew) {
      crew.add(
          List.of(
              Kind.CHECKPOINT.name(),
              "write",
              runs.toString(),
              variants.toString(),
              Integer.toString(0)));
      while (killed < kills && secondsSince(start) <= seconds) {
        long worked = work(crew);
        awaitMoment(crew, runs, random);
        crew.kill(0);
        killed++;
        boolean begun = work(crew) > worked;
        early += begun ? 0 : 1;
        RunFolder run = RunFolder.newest(runs);
        withinWrite += left.containsAll(run.unfinished()) ? 0 : 1;
        damages.judge(crew.takeWarnings(), begun);
        if (killed % damageEvery == 0) {
          int number = killed;
          damages.damage(run).ifPresent(what -> progress("kill %d, then %s", number, what));
        }
        left = run.unfinished();
        crew.again(0);
      }
      // The last one has to come to the end of its run, whose bits are what all this is about.
      long worked = work(crew);
      awaitMore(crew, Worker.FINISHED, 1);
      damages.judge(crew.takeWarnings(), work(crew) > worked);
    }
    long wrong = crew.count(Worker.MIXTURE) + crew.count(Worker.FAILED) + damages.wrong().size();
    Report report =
        new Report()
            .row(
                "kills",
                killed,
                "before an epoch",
                early,
                "while a checkpoint was written",
                withinWrite,
                "damaged",
                damages.damaged(),
                "went back",
                damages.said(),
                "killed before they said so",
                damages.unsaid(),
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
    damages.wrong().forEach(report::note);
    report.note("seed " + seed);
    return wrong == 0 ? report : report.failed(wrong + " times something went wrong, see above");
  }

  /** What the processes have said that they can only say after going back where they had to. */
  private static long work(Crew crew) {
    return crew.count(Worker.WROTE) + crew.count(Worker.FINISHED) + crew.count(Worker.MIXTURE);
  }

  /**
   * Waits for the next moment to kill the process that was just started: a third of them are before
   * its first epoch, while it starts, resumes or goes back, a third within a write.
   */
  private void awaitMoment(Crew crew, Path runs, SplittableRandom random) throws Exception {
    long begin = System.nanoTime();
    int kind = random.nextInt(3);
    if (kind == 0) {
      long moment = random.nextLong(startNanos);
      while (!crew.working(0) && System.nanoTime() - begin < moment) {
        await(crew, begin);
      }
      return;
    }
    awaitMore(crew, Worker.WROTE, 1);
    startNanos = System.nanoTime() - begin;
    awaitMore(crew, Worker.WROTE, random.nextInt(3));
    if (kind == 1) {
      awaitWrite(crew, runs);
      pause(random.nextInt(3_000_000));
    } else {
      pause(random.nextInt(100_000_000));
    }
  }

  private static void awaitMore(Crew crew, String what, int more) throws InterruptedException {
    long goal = crew.count(what) + more;
    long start = System.nanoTime();
    while (crew.count(what) < goal) {
      await(crew, start);
    }
  }

  /** Waits until a checkpoint is begun. */
  private static void awaitWrite(Crew crew, Path runs) throws Exception {
    long start = System.nanoTime();
    while (RunFolder.newest(runs).unfinished().isEmpty()) {
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
}
