package io.hardgnn;

import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.loss.Term;
import io.hardgnn.negatives.Curriculum;
import io.hardgnn.settings.Part;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of what is set and never happens: a loss that would join after the last epoch, a curriculum
 * that would end after it, or that is over before its loss joins.
 */
final class LateTerms {

  private static final Logger LOG = LoggerFactory.getLogger(LateTerms.class);

  private LateTerms() {}

  static void warn(HardGNNConfig config) {
    int epochs = config.training().epochs();
    for (Term term : config.objective().terms()) {
      if (term.fromEpoch() >= epochs) {
        LOG.warn(
            "the loss '{}' takes part from epoch {} on, but the run has {} epochs: it never does,"
                + " and patience, which waits for it, never ends the run",
            term.loss().kind(),
            term.fromEpoch() + 1,
            epochs);
      }
      Part.within(term.loss())
          .filter(part -> part instanceof Curriculum ramp && ramp.from() != ramp.to())
          .forEach(ramp -> warn(((Curriculum) ramp).epochs(), term, epochs));
    }
  }

  private static void warn(int length, Term term, int epochs) {
    String kind = term.loss().kind();
    if (length <= term.fromEpoch()) {
      LOG.warn(
          "the curriculum of '{}' takes {} epochs, counted from the first, but the loss takes part"
              + " from epoch {} on: there is no ramp",
          kind,
          length,
          term.fromEpoch() + 1);
    }
    if (length >= epochs) {
      LOG.warn(
          "the curriculum of '{}' takes {} epochs, but the run has {}: it never reaches the share"
              + " that it leads to",
          kind,
          length,
          epochs);
    }
  }
}
