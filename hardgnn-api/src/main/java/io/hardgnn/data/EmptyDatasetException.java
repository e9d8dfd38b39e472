package io.hardgnn.data;

import java.util.List;

/** No interaction is left after filtering; the message says how many each filter dropped. */
public final class EmptyDatasetException extends DataException {

  private static final long serialVersionUID = 1L;

  private final transient List<FilterStep> steps;

  public EmptyDatasetException(String message, List<FilterStep> steps) {
    super(message);
    this.steps = List.copyOf(steps);
  }

  /** Returns what was left after each filter, in the order applied; empty after deserialisation. */
  @SuppressWarnings("ConstantConditions") // transient: null after deserialisation
  public List<FilterStep> steps() {
    return steps == null ? List.of() : steps;
  }
}
