package io.hardgnn;

import io.hardgnn.error.Excerpt;
import io.hardgnn.error.HardGNNException;

/** A user or an item was named that the model does not know. */
public final class UnknownIdException extends HardGNNException {

  private static final long serialVersionUID = 1L;

  private final String id;

  private UnknownIdException(String id, String message) {
    super(message);
    this.id = id;
  }

  /**
   * Returns an exception about a user.
   *
   * @param id the id that is not known
   * @param known how many users are
   */
  public static UnknownIdException user(String id, int known) {
    return new UnknownIdException(
        id,
        "user '"
            + Excerpt.of(id)
            + "' is none of the "
            + known
            + " users of the model; for a user never seen in training call"
            + " recommendFor with the items they interacted with");
  }

  /**
   * Returns an exception about an item.
   *
   * @param id the id that is not known
   * @param known how many items are
   */
  public static UnknownIdException item(String id, int known) {
    return new UnknownIdException(
        id,
        "item '"
            + Excerpt.of(id)
            + "' is none of the "
            + known
            + " items of the model; it enters by training, or by a refresh of the bundle");
  }

  /** Returns the id that is not known, whole; the message has an excerpt of it. */
  public String id() {
    return id;
  }
}
