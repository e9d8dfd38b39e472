package io.hardgnn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A text that no message may repeat as it is, and what its messages must be like instead. */
public final class HostileText {

  /**
   * A command to a terminal, a mark that turns the line around and a million characters, on one
   * line.
   */
  public static final String LINE = "evil\u001b[2J\u202e\u0007" + "x".repeat(1_000_000);

  /** The same with lines that look like those of a log, and half of a character. */
  public static final String LINES = "evil\r\nERROR forged\n" + LINE + "\uD83D";

  /** The same as it stands in JSON. */
  public static final String JSON =
      "evil\\r\\nERROR forged\\u001b[2J\\u202e" + "x".repeat(1_000_000);

  /** The beginning of that, as long as the parser of JSON lets a name of a property be. */
  public static final String JSON_NAME = JSON.substring(0, 50_000);

  private static final int MOST = 1000;

  private HostileText() {}

  /** Runs what must fail with a message that is fit to be shown and names each of some things. */
  public static Throwable assertFitMessage(ThrowingCallable call, String... mentions) {
    Throwable failure = catchThrowable(call);
    assertThat(failure).as("a failure").isNotNull();
    assertFit(String.valueOf(failure.getMessage()), mentions);
    return failure;
  }

  /** Checks that a message is fit to be shown and names each of some things. */
  public static void assertFit(String message, String... mentions) {
    assertThat(message.length()).as("length of the message").isLessThan(MOST);
    assertThat(message.codePoints())
        .as("characters of <%s>", message)
        .noneMatch(
            c ->
                Character.isISOControl(c)
                    || Character.getType(c) == Character.FORMAT
                    || Character.getType(c) == Character.SURROGATE);
    assertThat(message).contains("evil");
    for (String mention : mentions) {
      assertThat(message).contains(mention);
    }
  }
}
