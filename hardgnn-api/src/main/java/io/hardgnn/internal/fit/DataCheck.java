package io.hardgnn.internal.fit;

import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.data.TrainingData;
import io.hardgnn.data.UnorderedDataException;
import io.hardgnn.encoder.Gives;
import io.hardgnn.settings.InvalidConfigException;
import io.hardgnn.step.Targets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Refuses settings that cannot learn from given data, before anything is trained. */
public final class DataCheck {

  /** What an encoder reads out of the order of interactions. */
  private static final Set<Gives> OF_ORDER =
      EnumSet.of(Gives.SEQUENCES, Gives.POSITIONS, Gives.INTERVALS);

  private DataCheck() {}

  /**
   * Checks settings.
   *
   * @throws UnorderedDataException if they need an order that the data lacks
   * @throws InvalidConfigException if no array could hold the transitions that the blend keeps
   */
  public static void check(HardGNNConfig config, TrainingData training) {
    if (!training.isOrdered()) {
      requireNoOrder(config, training);
    }
    requireCountable(config, training.itemCount());
  }

  private static void requireCountable(HardGNNConfig config, int items) {
    long most = Integer.MAX_VALUE / Math.max(1, items);
    if (!config.blend().addsNothing() && config.blend().neighbours() > most) {
      throw new InvalidConfigException(
          "",
          List.of(
              "blend.neighbours is "
                  + config.blend().neighbours()
                  + "; with "
                  + items
                  + " items at most "
                  + most
                  + " transitions of each can be kept"));
    }
  }

  private static void requireNoOrder(HardGNNConfig config, TrainingData training) {
    String wanted =
        config.encoder().gives().stream()
            .filter(OF_ORDER::contains)
            .sorted()
            .map(Gives::word)
            .collect(Collectors.joining(" and "));
    if (!wanted.isEmpty()) {
      throw new UnorderedDataException(
          "the encoder "
              + config.encoder().kind()
              + " makes "
              + wanted
              + ", but the data was read without times and its interactions have no order; use an"
              + " encoder of users alone, such as matrix_factorization, or read the times");
    }
    if (config.encoder().readsTimeGaps()) {
      throw new UnorderedDataException(
          "the encoder "
              + config.encoder().kind()
              + " reads the times between interactions, but the data was read without times; use"
              + " another encoder, or read the times");
    }
    if (config.blend().transitionWeights().stream().anyMatch(weight -> weight > 0)) {
      throw new UnorderedDataException(
          "the blend counts which item follows which, but the data was read without times and its"
              + " interactions have no order; set blend(Blend.off()), or transitionWeights(0.0)");
    }
    int longest = training.sequences().items().longest();
    if (config.objective().targets() instanceof Targets.OnePerUser one && one.window() < longest) {
      throw new UnorderedDataException(
          "targets.window is "
              + one.window()
              + ", so only the newest interactions of a user would be learned, but the data was"
              + " read without times and has no newest ones; set it to "
              + longest
              + ", the most that a user has, or more");
    }
  }
}
