package io.hardgnn.search;

import io.hardgnn.error.HardGNNException;

/** A search cannot go on, such as in a folder that keeps another one. */
public final class SearchException extends HardGNNException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message that says what happened and what to do. */
  SearchException(String message) {
    super(message);
  }
}
