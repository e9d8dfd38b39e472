package io.hardgnn.search;

import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.Term;
import io.hardgnn.settings.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The parts of settings, so that those of an application are known when they are read again. */
final class OwnParts {

  private OwnParts() {}

  static List<Part> of(HardGNNConfig config, Map<String, Object> values) {
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
    for (Object value : values.values()) {
      if (value instanceof Part part) {
        parts.add(part);
      }
    }
    return parts;
  }
}
