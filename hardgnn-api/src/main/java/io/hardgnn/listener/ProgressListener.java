package io.hardgnn.listener;

import io.hardgnn.engine.EpochReport;
import io.hardgnn.engine.TrainingListener;
import io.hardgnn.engine.Validation;
import io.hardgnn.error.Excerpt;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows on a stream how training goes: one line per epoch, and where lines can be rewritten also a
 * bar with step, loss and time left.
 *
 * <pre>
 * epoch  3/30  loss 4.8213  NDCG@10 0.0912 *  8.4 s
 * epoch  4/30 [==========          ]  52/104  loss 4.7100  at most 3:41 left
 * </pre>
 *
 * <p>A star marks the best epoch so far. For one run at a time.
 */
public final class ProgressListener implements TrainingListener {

  private static final int BAR = 20;
  private static final long REDRAW_NANOS = Duration.ofMillis(100).toNanos();

  private final PrintStream out;
  private final boolean rewritesLines;
  private final LongSupplier nanoTime;

  private int epochs;
  private int stepsPerEpoch;
  private int firstEpoch = 1;
  private long started;
  private long deadline = Long.MAX_VALUE;
  private long drawn;
  private int drawnLength;

  ProgressListener(PrintStream out, boolean rewritesLines, LongSupplier nanoTime) {
    this.out = out;
    this.rewritesLines = rewritesLines;
    this.nanoTime = nanoTime;
  }

  /**
   * Returns a listener that writes to the standard error stream, with a bar if a person is looking
   * at it.
   */
  public static ProgressListener console() {
    return new ProgressListener(System.err, isTerminal(), System::nanoTime);
  }

  /** Returns a listener that writes one line per epoch to a stream, without a bar. */
  public static ProgressListener to(PrintStream out) {
    return new ProgressListener(out, false, System::nanoTime);
  }

  private static boolean isTerminal() {
    @Nullable Object console = System.console();
    @Nullable String terminal = System.getenv("TERM");
    if (console == null || "dumb".equals(terminal)) {
      return false;
    }
    try {
      // From JDK 22 on there is a console object even where there is no terminal; this tells.
      Method method = java.io.Console.class.getMethod("isTerminal");
      return Boolean.TRUE.equals(method.invoke(console));
    } catch (ReflectiveOperationException e) {
      return true; // an older JDK has a console object only where there is a terminal
    }
  }

  @Override
  public void onTimeBudget(Duration budget) {
    // Half of all nanoseconds, where they are too many, are a century and a half.
    deadline =
        nanoTime.getAsLong() + Math.min(TimeUnit.NANOSECONDS.convert(budget), Long.MAX_VALUE / 2);
  }

  @Override
  public void onStart(int epochs, int stepsPerEpoch, int firstEpoch) {
    this.epochs = epochs;
    this.stepsPerEpoch = stepsPerEpoch;
    this.firstEpoch = firstEpoch;
    started = nanoTime.getAsLong();
    drawn = started - REDRAW_NANOS;
    if (firstEpoch > epochs) {
      print("resumed after epoch " + (firstEpoch - 1) + ", no epoch is left");
    } else if (firstEpoch > 1) {
      print("resumed at epoch " + firstEpoch);
    }
  }

  @Override
  public void onStep(int epoch, int step, double loss) {
    long now = nanoTime.getAsLong();
    if (!rewritesLines || (now - drawn < REDRAW_NANOS && step < stepsPerEpoch)) {
      return;
    }
    drawn = now;
    int filled = (int) ((long) BAR * step / Math.max(1, stepsPerEpoch));
    String bar = "=".repeat(filled) + " ".repeat(BAR - filled);
    draw(
        epochOf(epoch)
            + " ["
            + bar
            + "] "
            + padded(step, stepsPerEpoch)
            + "/"
            + stepsPerEpoch
            + String.format(Locale.ROOT, "  loss %.4f  ", loss)
            + timeLeft(now, epoch, step));
  }

  @Override
  public void onEpoch(EpochReport report) {
    StringBuilder line = new StringBuilder(epochOf(report.epoch()));
    line.append(String.format(Locale.ROOT, "  loss %.4f", report.loss()));
    Map<String, Double> validation = report.validation();
    @Nullable Double choice = validation.get(Validation.CHOICE);
    if (choice != null) {
      line.append(String.format(Locale.ROOT, "  %s %.4f", Validation.CHOICE, choice));
    }
    line.append(report.best() ? " *" : "  ");
    line.append(
        String.format(Locale.ROOT, "  %.1f s", report.trainSeconds() + report.validationSeconds()));
    if (!rewritesLines && report.epoch() < epochs) {
      line.append("  ").append(timeLeft(nanoTime.getAsLong(), report.epoch(), stepsPerEpoch));
    }
    print(line.toString());
  }

  @Override
  public void onEnd(int bestEpoch) {
    deadline = Long.MAX_VALUE; // of this run
    long seconds = Duration.ofNanos(nanoTime.getAsLong() - started).toSeconds();
    print("trained in " + clock(seconds) + ", best epoch " + bestEpoch);
  }

  @Override
  public void onFailure(Throwable failure) {
    deadline = Long.MAX_VALUE;
    print("training failed: " + Excerpt.sentence(failure));
  }

  private String epochOf(int epoch) {
    return "epoch " + padded(epoch, epochs) + "/" + epochs;
  }

  private static String padded(int number, int largest) {
    int width = Integer.toString(largest).length();
    return String.format(Locale.ROOT, "%" + width + "d", number);
  }

  /** Steps of this run take the same time on average; training may stop before the last epoch. */
  private String timeLeft(long now, int epoch, int step) {
    double done = (double) (epoch - firstEpoch) * stepsPerEpoch + step;
    double all = (double) (epochs - firstEpoch + 1) * stepsPerEpoch;
    double seconds = (now - started) / 1e9 * (all - done) / Math.max(1, done);
    if (deadline != Long.MAX_VALUE) {
      seconds = Math.min(seconds, Math.max(0, (deadline - now) / 1e9));
    }
    return "at most " + clock((long) Math.ceil(seconds)) + " left";
  }

  private static String clock(long seconds) {
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  private void draw(String line) {
    out.print('\r' + line + " ".repeat(Math.max(0, drawnLength - line.length())));
    out.flush();
    drawnLength = line.length();
  }

  private void print(String line) {
    if (drawnLength > 0) {
      draw(line);
      out.println();
    } else {
      out.println(line);
    }
    drawnLength = 0;
  }
}
