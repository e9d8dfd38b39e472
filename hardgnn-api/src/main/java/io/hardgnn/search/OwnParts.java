package io.hardgnn.search;

import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.loss.Term;
import io.hardgnn.settings.Part;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * The parts of settings and of ranges, so that those of an application are known when they are read
 * again.
 */
final class OwnParts {

  private OwnParts() {}

  static List<Part> of(HardGNNConfig config, Collection<Range> ranges) {
    Stream<Part> settings =
        Stream.concat(
            Stream.of(config.encoder(), config.scoring(), config.objective().targets()),
            config.objective().terms().stream().map(Term::loss));
    Stream<Part> values =
        ranges.stream()
            .filter(Range.Values.class::isInstance)
            .flatMap(range -> ((Range.Values) range).values().stream())
            .filter(Part.class::isInstance)
            .map(Part.class::cast);
    return Stream.concat(settings, values).flatMap(Part::within).toList();
  }
}
