package io.hardgnn.benchmarks.reliability;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A process that writes or reads one directory until its standard input ends, or until it is
 * killed. It says what it does line by line.
 */
final class Worker {

  static final String WROTE = "wrote";
  static final String FINISHED = "finished";
  static final String READ = "read";
  static final String MIXTURE = "mixture";
  static final String FAILED = "failed";

  private Worker() {}

  /**
   * Takes the kind, {@code write} or {@code read}, the target, the variants, and the first turn.
   */
  public static void main(String[] args) throws IOException {
    Kind kind = Kind.valueOf(args[0]);
    boolean writes = args[1].equals("write");
    Path target = Path.of(args[2]);
    Published published = kind.published(Path.of(args[3]));
    AtomicBoolean stop = stopAtEndOfInput();
    for (int turn = Integer.parseInt(args[4]); !stop.get(); turn++) {
      try {
        if (writes) {
          String written = published.write(target, turn);
          // Of a run each epoch has been said.
          say(kind == Kind.CHECKPOINT ? FINISHED : WROTE, written);
        } else {
          say(READ, published.read(target));
        }
      } catch (Published.MixtureException e) {
        say(MIXTURE, String.valueOf(e.getMessage()));
      } catch (Exception e) {
        say(FAILED, e.toString());
        e.printStackTrace();
      }
    }
  }

  private static AtomicBoolean stopAtEndOfInput() {
    AtomicBoolean stop = new AtomicBoolean();
    Thread watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // Nothing is ever said; only the end counts.
                  continue;
                }
              } catch (IOException e) {
                System.err.println("standard input: " + e);
              }
              stop.set(true);
            });
    watch.setDaemon(true);
    watch.start();
    return stop;
  }

  /** One line, in one write, so that a kill cuts at most the last one. */
  static synchronized void say(String what, String detail) {
    System.out.println(what + " " + detail.replace('\n', ' '));
    System.out.flush();
  }
}
