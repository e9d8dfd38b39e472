package io.hardgnn.search;

import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.loss.HardPairs;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.Term;
import io.hardgnn.negatives.Curriculum;
import io.hardgnn.negatives.Mixed;
import io.hardgnn.negatives.PositiveAware;
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
      add(parts, term.loss());
    }
    for (Range range : ranges) {
      if (range instanceof Range.Values listed) {
        listed.values().stream()
            .filter(Part.class::isInstance)
            .map(Part.class::cast)
            .forEach(part -> add(parts, part));
      }
    }
    return parts;
  }

  /** Adds a part and those that it holds. */
  private static void add(List<Part> parts, Part part) {
    parts.add(part);
    if (part instanceof InfoNce contrast) {
      add(parts, contrast.sampler());
      add(parts, contrast.pool());
    } else if (part instanceof HardPairs pairs) {
      add(parts, pairs.loss());
      add(parts, pairs.sampler());
    } else if (part instanceof Mixed mixed) {
      add(parts, mixed.sampler());
    } else if (part instanceof Curriculum curriculum) {
      add(parts, curriculum.sampler());
    } else if (part instanceof PositiveAware gate) {
      add(parts, gate.sampler());
    }
  }
}
