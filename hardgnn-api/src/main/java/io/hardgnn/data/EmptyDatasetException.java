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

  /**
   * Returns the exception that says which filter dropped how many.
   *
   * @param source where the interactions came from
   * @param steps what was left after each filter, of which the first is the reading
   * @param notes what was noticed when they were read, which may explain it
   */
  public static EmptyDatasetException nothingLeft(
      String source, List<FilterStep> steps, List<String> notes) {
    StringBuilder message = new StringBuilder("no interaction is left of ");
    message.append(source).append(": ").append(steps.get(0).interactions()).append(" read");
    for (FilterStep step : steps.subList(1, steps.size())) {
      message.append("; ").append(step.name()).append(" dropped ").append(step.dropped());
    }
    message.append(
        ". Lower minUserInteractions, minItemInteractions or minSequenceLength, or widen the window;"
            + " where leave-one-out holds out two of each user's, a next item is learned only from"
            + " users of four or more.");
    long read = steps.get(0).interactions();
    if (read > 1 && steps.get(0).users() == read) {
      message.append(" No user has two rows: is the column of users really that?");
    }
    notes.forEach(note -> message.append(" Note: ").append(note).append('.'));
    return new EmptyDatasetException(message.toString(), steps);
  }

  /** Returns what was left after each filter, in the order applied; empty after deserialisation. */
  @SuppressWarnings("ConstantConditions") // transient: null after deserialisation
  public List<FilterStep> steps() {
    return steps == null ? List.of() : steps;
  }
}
