package io.hardgnn.error;

import org.jspecify.annotations.Nullable;

/**
 * Base of every exception of this library that a program may want to react to: bad data, settings,
 * files or ids, and failures of training and inference. The types below it say which, and hold what
 * a program needs in methods of their own.
 *
 * <p>The message is a sentence or two, fit to be shown to a user: it names the file and line, the
 * setting or the id, and what to do.
 *
 * <p>Three kinds of failure are none of these. A wrong call, such as a negative number of
 * recommendations or a call after {@code close}, is an {@link IllegalArgumentException},
 * {@link IllegalStateException} or {@link NullPointerException} and should be mended in the
 * program. Trouble of the device is an {@link java.io.UncheckedIOException}. What an application's
 * own listener, encoder or engine throws is passed on as it is.
 *
 * <pre>{@code
 * try (OnnxRecommender recommender = OnnxRecommender.open(Path.of("onnx"))) {
 *   recommender.recommend("user-17", 10).forEach(System.out::println);
 * } catch (UnknownIdException e) {
 *   System.out.println("a user who came after the export: " + e.getMessage());
 * } catch (HardGNNException e) {
 *   System.out.println("no recommendations: " + e.getMessage());
 * }
 * }</pre>
 */
public abstract class HardGNNException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception with a message that says what was found, what was expected and what to do.
   */
  protected HardGNNException(@Nullable String message) {
    super(message);
  }

  /** Creates an exception with a message and its cause. */
  protected HardGNNException(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
