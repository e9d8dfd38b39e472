package io.hardgnn.testkit;

import java.util.ArrayList;
import java.util.List;

/**
 * The values that a gradient takes as constants, in the order in which the model asks for them:
 * recorded in one evaluation and replayed in the next, so that finite differences do not see
 * through a stopped gradient.
 */
final class Constants {

  private final List<JavaTensor> recorded = new ArrayList<>();
  private boolean replaying;
  private int next;

  /** From now on, hands out the recorded values from the first on. */
  void replay() {
    replaying = true;
    next = 0;
  }

  JavaTensor constant(JavaTensor value) {
    if (replaying) {
      return recorded.get(next++);
    }
    recorded.add(value);
    return value;
  }
}
