package io.hardgnn.data.prepare;

import io.hardgnn.data.Sequences;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.internal.split.SplitSequences;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A split that is being made. Its methods are called once each, in their order. Not thread-safe.
 */
abstract class Splitting {

  private static final Logger LOG = LoggerFactory.getLogger(Splitting.class);

  private static final int[] NOBODY = {};

  static Splitting of(Split split) {
    if (split instanceof Split.ByTime time) {
      return TimeSplitting.at(time);
    }
    if (split instanceof Split.LastShare share) {
      return TimeSplitting.last(share);
    }
    if (split instanceof Split.RandomShare random) {
      return new RandomSplitting(random);
    }
    return new LastTwoSplitting();
  }

  /** Returns a split that holds nothing out. */
  static Splitting nothing() {
    return new Nothing();
  }

  /** Returns what tables and messages call it. */
  abstract String title();

  /** Returns whether it asks for the times or the order of interactions. */
  abstract boolean needsTimes();

  /** Returns whether some users must have a target for validation. */
  boolean wantsValidation() {
    return false;
  }

  /** Returns whether some users must have a target for test. */
  boolean wantsTest() {
    return false;
  }

  /** Returns whether there may be users without a training interaction. */
  boolean mayLackTraining() {
    return false;
  }

  /** Returns each user's rows with {@code from <= time < to} in the order that is filtered. */
  SortedRows order(InteractionLog log, long from, long to) {
    return Chronology.order(log, from, to);
  }

  /**
   * Returns the users who have no training interaction, ascending, and takes them away unless they
   * are to be kept. Their items stay counted, so that the catalogue does not depend on what is held
   * out.
   */
  int[] withoutTraining(Remaining remaining, boolean keep) {
    return NOBODY;
  }

  /**
   * Cuts what was left.
   *
   * @param users ids of the users left
   * @param kept their interactions, in the order of {@link #order}
   */
  abstract SplitSequences cut(Vocabulary users, Sequences kept);

  /** Everything is for training. */
  private static final class Nothing extends Splitting {
    @Override
    String title() {
      return "nothing held out";
    }

    @Override
    boolean needsTimes() {
      return false;
    }

    @Override
    SplitSequences cut(Vocabulary users, Sequences kept) {
      int[] lengths = new int[kept.userCount()];
      Arrays.setAll(lengths, kept::length);
      return SplitSequences.inOrder(kept, lengths, lengths);
    }
  }

  /** Each user's last interaction is for test, the second last for validation. */
  private static final class LastTwoSplitting extends Splitting {

    /** A user needs one interaction for training beside the two held out. */
    private static final int SHORTEST_SPLIT = 3;

    @Override
    String title() {
      return Split.leaveOneOut().title();
    }

    @Override
    boolean needsTimes() {
      return true;
    }

    @Override
    SplitSequences cut(Vocabulary users, Sequences kept) {
      int[] trained = new int[kept.userCount()];
      int[] known = new int[trained.length];
      for (int user = 0; user < trained.length; user++) {
        boolean isSplit = kept.length(user) >= SHORTEST_SPLIT;
        trained[user] = kept.length(user) - (isSplit ? 2 : 0);
        known[user] = kept.length(user) - (isSplit ? 1 : 0);
      }
      if (trained.length > 0 && Arrays.equals(trained, known)) {
        LOG.warn(
            "no user has {} interactions, so nothing is held out for validation and test",
            SHORTEST_SPLIT);
      }
      return SplitSequences.inOrder(kept, trained, known);
    }
  }
}
