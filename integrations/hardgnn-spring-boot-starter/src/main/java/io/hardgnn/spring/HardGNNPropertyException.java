package io.hardgnn.spring;

import io.hardgnn.error.HardGNNException;
import org.jspecify.annotations.Nullable;

/**
 * A property of the recommender is missing or wrong, or the bundle that it names cannot be opened;
 * the cause then says why. The application does not start, and its report names the property and
 * the place that it comes from.
 */
public final class HardGNNPropertyException extends HardGNNException {

  private static final long serialVersionUID = 1L;

  private final String property;
  private final String reason;

  /** Creates an exception; the message becomes {@code property: reason}. */
  HardGNNPropertyException(String property, String reason) {
    this(property, reason, null);
  }

  /** Creates an exception with the failure that revealed it. */
  HardGNNPropertyException(String property, String reason, @Nullable Throwable cause) {
    super(property + ": " + reason, cause);
    this.property = property;
    this.reason = reason;
  }

  /** Returns the name of the property, such as {@code hardgnn.bundle}. */
  public String property() {
    return property;
  }

  /** Returns what is wrong, without the name of the property. */
  public String reason() {
    return reason;
  }
}
