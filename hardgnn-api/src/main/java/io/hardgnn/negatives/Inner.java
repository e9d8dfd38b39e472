package io.hardgnn.negatives;

import io.hardgnn.settings.Violations;

/** The sampler inside another. */
final class Inner {

  private Inner() {}

  /** Checks the inner sampler, and that it chooses for each anchor. */
  static void check(String path, String outer, Sampler inner, Violations violations) {
    inner.check(path + ".sampler", violations);
    violations.rule(
        inner.perAnchor(),
        path
            + ".sampler is "
            + inner.kind()
            + ", whose negatives are the same for all anchors, but "
            + outer
            + " needs some for each; use sampler uniform");
  }
}
