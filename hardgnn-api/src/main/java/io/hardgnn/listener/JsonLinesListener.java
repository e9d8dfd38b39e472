package io.hardgnn.listener;

import io.hardgnn.engine.EpochReport;
import io.hardgnn.engine.TrainingListener;
import io.hardgnn.error.Excerpt;
import io.hardgnn.internal.disk.Disk;
import io.hardgnn.io.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Appends what happens to a file, one JSON object a line, so that programs can follow a run and
 * resumed runs add to its log.
 *
 * <p>Events are {@code start} (epochs, stepsPerEpoch, firstEpoch, and timeBudgetSeconds if the run
 * has a budget of time: what is left of it then), {@code epoch} (the fields of
 * {@link EpochReport}), {@code end} (bestEpoch) and {@code failure} (type, message), each with the
 * {@code time}. Every line is flushed to the operating system when it is written. A line that
 * cannot be written ends the run with an {@link UncheckedIOException}.
 */
public final class JsonLinesListener implements TrainingListener, AutoCloseable {

  private final Path file;
  private final Writer writer;
  private @Nullable Duration timeBudget; // of the run that starts next

  /**
   * Opens a file to append to; it is created, with the directories above it, if it is not there.
   *
   * @throws UncheckedIOException if it cannot be opened
   */
  public JsonLinesListener(Path file) {
    this.file = file;
    try {
      Disk.createDirectories(Disk.parent(file.toAbsolutePath().normalize()));
      // Looked at before anything is open that a failure would leave open.
      boolean cut = Files.isRegularFile(file) && endsWithinALine(file); // a pipe would block
      writer =
          Files.newBufferedWriter(
              file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      if (cut) {
        writer.write("\n"); // what was cut there must not take the next line with it
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write " + file + ": " + Excerpt.sentence(Disk.reason(e)), e);
    }
  }

  /** Returns whether the file ends within a line. */
  private static boolean endsWithinALine(Path file) throws IOException {
    try (SeekableByteChannel bytes = Files.newByteChannel(file)) {
      if (bytes.size() == 0) {
        return false;
      }
      ByteBuffer last = ByteBuffer.allocate(1);
      bytes.position(bytes.size() - 1).read(last);
      return last.get(0) != '\n';
    }
  }

  @Override
  public void onTimeBudget(Duration budget) {
    timeBudget = budget;
  }

  @Override
  public void onStart(int epochs, int stepsPerEpoch, int firstEpoch) {
    Map<String, Object> event = event("start");
    event.put("epochs", epochs);
    event.put("stepsPerEpoch", stepsPerEpoch);
    event.put("firstEpoch", firstEpoch);
    if (timeBudget != null) {
      event.put("timeBudgetSeconds", TimeUnit.MILLISECONDS.convert(timeBudget) / 1000.0);
      timeBudget = null;
    }
    write(event);
  }

  @Override
  public void onEpoch(EpochReport report) {
    Map<String, Object> event = event("epoch");
    event.put("epoch", report.epoch());
    event.put("steps", report.steps());
    event.put("loss", report.loss());
    event.put("terms", report.terms());
    event.put("validation", report.validation());
    event.put("learningRate", report.learningRate());
    event.put("trainSeconds", report.trainSeconds());
    event.put("waitSeconds", report.waitSeconds());
    event.put("validationSeconds", report.validationSeconds());
    event.put("best", report.best());
    write(event);
  }

  @Override
  public void onEnd(int bestEpoch) {
    Map<String, Object> event = event("end");
    event.put("bestEpoch", bestEpoch);
    write(event);
  }

  @Override
  public void onFailure(Throwable failure) {
    Map<String, Object> event = event("failure");
    event.put("type", failure.getClass().getName());
    event.put("message", Excerpt.sentence(failure));
    write(event);
  }

  private static Map<String, Object> event(String name) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("event", name);
    event.put("time", Instant.now().toString());
    return event;
  }

  private void write(Map<String, Object> event) {
    try {
      writer.write(Json.line(event) + "\n");
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write " + file + ": " + Excerpt.sentence(Disk.reason(e)), e);
    }
  }

  /** Closes the file; closing again does nothing. */
  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write " + file + ": " + Excerpt.sentence(Disk.reason(e)), e);
    }
  }
}
