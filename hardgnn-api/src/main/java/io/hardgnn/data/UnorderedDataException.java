package io.hardgnn.data;

/**
 * What learns from the order of interactions was given data that has no times and so no order.
 *
 * @see TrainingData#isOrdered
 */
public final class UnorderedDataException extends DataException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception that says what needs an order and what does without. */
  public UnorderedDataException(String message) {
    super(message);
  }
}
