package io.hardgnn.benchmarks.reliability;

import io.hardgnn.benchmarks.harness.Fork;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Processes at work, and what they have said. Thread-safe. */
final class Crew implements AutoCloseable {

  private static final int MOST_COMPLAINTS = 20;

  /** Begins the warnings that checkpoints give; what is said of data and settings is no fault. */
  private static final String OF_CHECKPOINTS = "WARN Checkpoint ";

  private final List<Member> members = new ArrayList<>();
  private final ConcurrentMap<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> warnings = new ConcurrentLinkedQueue<>();
  private final Path temporary;
  private volatile boolean over;

  /**
   * Begins without any process.
   *
   * @param temporary folder for the processes' temporary files
   */
  Crew(Path temporary) {
    this.temporary = temporary;
  }

  /** One seat, which is filled again when its process was killed. */
  private final class Member {
    private final List<String> args;
    private Process process;
    private Thread listener;
    private volatile boolean working;
    private volatile boolean ending;

    Member(List<String> args) throws IOException {
      this.args = args;
      this.process = start();
      this.listener = listen(process);
    }

    private Process start() throws IOException {
      working = false;
      ending = false;
      ProcessBuilder builder = Fork.builder(Worker.class, "256m", args);
      // What a killed process leaves of its unpacked libraries goes with the folder.
      builder.command().add(1, "-Djava.io.tmpdir=" + temporary);
      // The log is part of what a process says: the first word of a line is its level.
      for (String option :
          List.of("logFile=System.out", "showThreadName=false", "showLogName=false")) {
        builder.command().add(1, "-Dorg.slf4j.simpleLogger." + option);
      }
      builder.command().add(1, "-Dorg.slf4j.simpleLogger.showDateTime=false");
      return builder.start();
    }

    private Thread listen(Process speaker) {
      Thread thread =
          new Thread(
              () -> {
                try (BufferedReader lines = speaker.inputReader()) {
                  for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    hear(line);
                  }
                } catch (IOException e) {
                  if (!ending) { // killing a process closes what it is read from
                    complaints.add("a worker's output: " + e);
                    counts.computeIfAbsent(Worker.FAILED, key -> new LongAdder()).increment();
                  }
                }
              });
      thread.start();
      return thread;
    }

    private void hear(String line) {
      int blank = line.indexOf(' ');
      if (blank < 0) {
        return; // cut by a kill
      }
      String what = line.substring(0, blank);
      working |= what.equals(Worker.WROTE) || what.equals(Worker.READ);
      if (line.startsWith(OF_CHECKPOINTS)) {
        warnings.add(line); // before what follows it is counted
      }
      counts.computeIfAbsent(what, key -> new LongAdder()).increment();
      if ((what.equals(Worker.MIXTURE) || what.equals(Worker.FAILED))
          && complaints.size() < MOST_COMPLAINTS) {
        complaints.add(line);
      }
    }

    void kill() throws InterruptedException {
      ending = true;
      process.destroyForcibly().waitFor();
      listener.join();
    }

    void again() throws IOException {
      process = start();
      listener = listen(process);
    }

    boolean died() {
      return !over && !process.isAlive();
    }

    void askToEnd() throws IOException {
      process.getOutputStream().close();
    }

    void awaitEnd() throws InterruptedException {
      // One that is in the middle of something long may as well be killed: that is what this is
      // about.
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        ending = true;
        process.destroyForcibly().waitFor();
      }
      listener.join();
    }
  }

  /** Adds a process. */
  void add(List<String> args) throws IOException {
    members.add(new Member(args));
  }

  /** How often something was said. */
  long count(String what) {
    @Nullable LongAdder count = counts.get(what);
    return count == null ? 0 : count.sum();
  }

  /** What went wrong, the first few. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** The warnings of checkpoints in the logs since this was called last. */
  List<String> takeWarnings() {
    List<String> taken = new ArrayList<>();
    for (String line = warnings.poll(); line != null; line = warnings.poll()) {
      taken.add(line);
    }
    return taken;
  }

  /** Whether a process has written or read something since it was started. */
  boolean working(int member) {
    return members.get(member).working;
  }

  /** Kills a process without warning; {@link #again} starts another in its place. */
  void kill(int member) throws InterruptedException {
    members.get(member).kill();
  }

  /** Starts another process in the place of one that was killed. */
  void again(int member) throws IOException {
    members.get(member).again();
  }

  /** Notes processes that died by themselves, which none may. */
  void checkAlive() {
    for (Member member : members) {
      if (member.died()) {
        throw new IllegalStateException("a worker died: " + member.args);
      }
    }
  }

  /** Lets every process end what it is doing. */
  @Override
  public void close() {
    over = true;
    try {
      for (Member member : members) {
        member.askToEnd();
      }
      for (Member member : members) {
        member.awaitEnd();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      members.forEach(member -> member.process.destroyForcibly());
    }
  }
}
