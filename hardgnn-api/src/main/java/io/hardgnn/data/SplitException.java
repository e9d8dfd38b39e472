package io.hardgnn.data;

/**
 * Interactions cannot be split as asked: a part is empty, or the split needs times that the data
 * does not have.
 */
public final class SplitException extends DataException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception that says what was asked for, what the data has and what to do. */
  public SplitException(String message) {
    super(message);
  }

  /**
   * Returns the exception for a split whose training part is empty.
   *
   * @param split its title
   * @param source where the interactions came from
   * @param interactions how many were split
   */
  public static SplitException noTraining(String split, String source, long interactions) {
    return new SplitException(
        "the split '"
            + split
            + "' leaves nothing for training: none of the "
            + interactions
            + " interactions of "
            + source
            + " is in its training part");
  }

  /**
   * Returns the exception for a split one of whose other parts is empty.
   *
   * @param part validation or test
   * @param counted what the parts hold
   * @param source where the interactions came from
   * @param without number of users that have nothing for training
   * @param times what is known of the times of the interactions, which may explain it; may be empty
   */
  public static SplitException noTargets(
      String part, SplitStatistics counted, String source, long without, String times) {
    return new SplitException(
        "the split '"
            + counted.split()
            + "' gives no user of "
            + source
            + " a target for "
            + part
            + "; "
            + counted.training().users()
            + " users have something for training, "
            + without
            + " have nothing"
            + (times.isEmpty() ? "" : "; their times are " + times));
  }
}
