package io.hardgnn.architecture.planted.lower;

import io.hardgnn.architecture.planted.upper.Above;

/** Uses the package above its own. */
public final class Violation {
  final Above above = new Above();
}
