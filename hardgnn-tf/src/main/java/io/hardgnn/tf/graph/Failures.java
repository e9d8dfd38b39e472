package io.hardgnn.tf.graph;

import io.hardgnn.tf.session.EngineException;
import io.hardgnn.tf.session.ProcessEnd;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tensorflow.exceptions.TFResourceExhaustedException;

/** Turns TensorFlow's errors into an {@link EngineException} of one sentence. */
final class Failures {

  private static final Pattern NOT_FED =
      Pattern.compile("must feed a value for placeholder tensor '(?:input_)?([^/']*)");

  private Failures() {}

  /**
   * Calls TensorFlow, whose exceptions have no common type of their own; the end of the process
   * waits for it.
   */
  static <R> R translating(Supplier<R> call) {
    try {
      return ProcessEnd.waitsFor(call);
    } catch (EngineException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new EngineException(explain(e), e);
    }
  }

  static String explain(RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    Matcher notFed = NOT_FED.matcher(message);
    if (notFed.find()) {
      return "input '"
          + notFed.group(1)
          + "' was not fed; what a loss or sampler of one's own looks at, its draws() or needs() say";
    }
    String first =
        message.lines().filter(line -> !line.isBlank()).findFirst().orElse("TensorFlow failed");
    if (e instanceof TFResourceExhaustedException) {
      return "out of memory in TensorFlow: use a smaller batch or embedding. " + first;
    }
    return first;
  }
}
