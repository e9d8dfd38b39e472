package io.hardgnn.search;

import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.Term;
import io.hardgnn.settings.Part;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The parts of settings and of ranges, so that those of an application are known when they are read
 * again.
 */
final class OwnParts {

  private OwnParts() {}

  static List<Part> of(HardGNNConfig config, Collection<Range> ranges) {
    List<Part> parts = new ArrayList<>();
    parts.add(config.encoder());
    parts.add(config.scoring());
    parts.add(config.objective().targets());
    for (Term term : config.objective().terms()) {
      parts.add(term.loss());
      if (term.loss() instanceof InfoNce contrast) {
        parts.add(contrast.sampler());
        parts.add(contrast.pool());
      }
    }
    for (Range range : ranges) {
      if (range instanceof Range.Values listed) {
        listed.values().stream()
            .filter(Part.class::isInstance)
            .map(Part.class::cast)
            .forEach(parts::add);
      }
    }
    return parts;
  }
}
