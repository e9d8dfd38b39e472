package io.hardgnn.spark.scoring;

import io.hardgnn.error.Excerpt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;

/** What is thrown where files or a storage fail. */
public final class FileFailure {

  private FileFailure() {}

  /**
   * Returns an exception that says what could not be done and why.
   *
   * @param what such as {@code cannot read events.csv}
   */
  public static UncheckedIOException of(String what, IOException cause) {
    return new UncheckedIOException(what + ": " + reason(cause), cause);
  }

  /** Some failures have no message, or only the name of a file or a host: their class tells more. */
  private static String reason(IOException cause) {
    if (cause instanceof ClosedByInterruptException) {
      return "the thread was interrupted";
    }
    String said = Excerpt.sentence(cause); // the class where there is no message
    String message = cause.getMessage();
    if (message == null || message.isBlank()) {
      return said;
    }
    boolean bare =
        cause instanceof FileSystemException file
            ? file.getReason() == null
            : message.strip().indexOf(' ') < 0;
    return bare ? said + " (" + cause.getClass().getSimpleName() + ")" : said;
  }
}
