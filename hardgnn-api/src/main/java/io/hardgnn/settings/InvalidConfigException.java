package io.hardgnn.settings;

import io.hardgnn.error.HardGNNException;
import java.util.List;

/**
 * Settings are out of range or contradict each other.
 *
 * <p>The message lists every violation: the place of the setting in JSON, the value given, the
 * values allowed, and for rules between settings what to do.
 */
public final class InvalidConfigException extends HardGNNException {

  private static final long serialVersionUID = 1L;

  private final String source;
  private final transient List<String> violations;

  /**
   * Creates an exception.
   *
   * @param source where the settings come from, such as a file, or empty
   * @param violations one sentence each, at least one
   */
  public InvalidConfigException(String source, List<String> violations) {
    super(message(source, violations));
    this.source = source;
    this.violations = List.copyOf(violations);
  }

  private static String message(String source, List<String> violations) {
    String prefix = source.isEmpty() ? "" : source + ": ";
    if (violations.size() == 1) {
      return prefix + violations.get(0);
    }
    return prefix
        + violations.size()
        + " settings are not valid:\n  - "
        + String.join("\n  - ", violations);
  }

  /** Returns this exception with the place that the settings come from in its message. */
  public InvalidConfigException in(String place) {
    InvalidConfigException placed = new InvalidConfigException(place, violations);
    placed.initCause(this);
    return placed;
  }

  /** Returns where the settings come from, such as a file; empty if they were set in code. */
  public String source() {
    return source;
  }

  /** Returns one sentence for each violation; empty after Java serialisation. */
  @SuppressWarnings("NullAway") // null only after Java serialisation
  public List<String> violations() {
    return violations == null ? List.of() : violations;
  }
}
