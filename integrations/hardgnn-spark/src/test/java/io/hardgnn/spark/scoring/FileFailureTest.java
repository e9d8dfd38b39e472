package io.hardgnn.spark.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("FileFailure")
final class FileFailureTest {

  private static String reason(IOException cause) {
    UncheckedIOException failure = FileFailure.of("cannot read events", cause);
    assertThat(failure).hasCause(cause).hasMessageStartingWith("cannot read events: ");
    return failure.getMessage().substring("cannot read events: ".length());
  }

  @Test
  @DisplayName("names the class of a failure that has no message")
  void withoutMessage() {
    assertThat(reason(new EOFException())).isEqualTo("EOFException");
    assertThat(reason(new IOException(" "))).isEqualTo("IOException");
    assertThat(reason(new ClosedByInterruptException())).isEqualTo("the thread was interrupted");
  }

  @Test
  @DisplayName("names the class beside a message that is only a path or a host")
  void bare() {
    assertThat(reason(new AccessDeniedException("/my data/events")))
        .isEqualTo("/my data/events (AccessDeniedException)");
    assertThat(reason(new UnknownHostException("namenode")))
        .isEqualTo("namenode (UnknownHostException)");
  }

  @Test
  @DisplayName("repeats the first line of a message that says something")
  void message() {
    assertThat(reason(new IOException("No space left on device")))
        .isEqualTo("No space left on device");
    assertThat(reason(new FileSystemException("/events", null, "Read-only file system")))
        .isEqualTo("/events: Read-only file system");
    assertThat(reason(new IOException("refused by the server\n\tat server.Main")))
        .isEqualTo("refused by the server");
  }
}
