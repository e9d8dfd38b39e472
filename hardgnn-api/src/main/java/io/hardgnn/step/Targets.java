package io.hardgnn.step;

import io.hardgnn.encoder.Gives;
import io.hardgnn.settings.Part;
import io.hardgnn.settings.Violations;
import java.util.Set;

/** Which items of a training sequence a step predicts. */
public sealed interface Targets extends Part {

  /** Returns what the encoder has to give; nothing beside what every encoder does, unless said. */
  default Set<Gives> needs() {
    return Set.of();
  }

  /**
   * Returns whether there is one query per sequence, in the order of the sequences; so it is unless
   * said.
   */
  default boolean onePerSequence() {
    return true;
  }

  /**
   * Returns whether a step weighs as much as it has targets, by {@link StepInputs#STEP_WEIGHT};
   * every step weighs the same unless said.
   */
  default boolean weighsSteps() {
    return false;
  }

  /**
   * Every item from the items before it, under a causal mask: learns far more from a step.
   *
   * @param wholeHistory whether histories longer than the encoder reads are cut into several
   *     sequences, so that an epoch predicts every training interaction once; else only the newest
   *     are predicted. Default true
   * @param overlap how much of such a sequence was read already, as a share of what the encoder
   *     reads, 0 to 0.9; default 0.5. A target of a long history is predicted from at least so
   *     much: 0 lays one sequence after the other, and the first target of each sees one item. More
   *     takes more time, for the same targets
   * @param equalWeights whether every target weighs the same in an epoch. Batches hold sequences of
   *     similar length, so otherwise, where every step weighs the same, a target of a short history
   *     weighs many times one of a long history. Default true
   */
  record EveryPosition(boolean wholeHistory, double overlap, boolean equalWeights)
      implements Targets {
    /** Creates the default, the whole history in sequences that overlap by half. */
    public EveryPosition() {
      this(true);
    }

    /** Creates the default overlap. */
    public EveryPosition(boolean wholeHistory) {
      this(wholeHistory, 0.5);
    }

    /** Creates the default weights, the same for every target. */
    public EveryPosition(boolean wholeHistory, double overlap) {
      this(wholeHistory, overlap, true);
    }

    @Override
    public String kind() {
      return "every_position";
    }

    @Override
    public Set<Gives> needs() {
      return Set.of(Gives.POSITIONS);
    }

    @Override
    public boolean onePerSequence() {
      return false;
    }

    @Override
    public boolean weighsSteps() {
      return equalWeights;
    }

    @Override
    public void check(String path, Violations violations) {
      violations.real(
          path + ".overlap", overlap, Violations.Bound.with(0), Violations.Bound.with(0.9));
    }

    /** Returns these targets of whole histories, or of the newest part of each alone. */
    public EveryPosition wholeHistory(boolean whole) {
      return new EveryPosition(whole, overlap, equalWeights);
    }

    /** Returns these targets with sequences that overlap by another share. */
    public EveryPosition overlap(double share) {
      return new EveryPosition(wholeHistory, share, equalWeights);
    }

    /** Returns these targets with the same weight for each of them, or for each step. */
    public EveryPosition equalWeights(boolean ofTargets) {
      return new EveryPosition(wholeHistory, overlap, ofTargets);
    }
  }

  /**
   * One recent item of each user, from the items before it, as in the paper.
   *
   * @param window how many of a user's newest training interactions may be the target, at least 1;
   *     default 6
   * @param anchorHistory how many of the newest interactions the anchor of a contrastive loss is
   *     made of, at least 1; default 50; the encoder's whole history if that is not longer
   */
  record OnePerUser(int window, int anchorHistory) implements Targets {
    /** Creates the defaults. */
    public OnePerUser() {
      this(6, 50);
    }

    @Override
    public String kind() {
      return "one_per_user";
    }

    @Override
    public void check(String path, Violations violations) {
      violations.atLeast(path + ".window", window, 1);
      violations.atLeast(path + ".anchorHistory", anchorHistory, 1);
    }

    /** Returns these targets drawn from another number of newest interactions. */
    public OnePerUser window(int interactions) {
      return new OnePerUser(interactions, anchorHistory);
    }

    /** Returns these targets with anchors made of another number of interactions. */
    public OnePerUser anchorHistory(int interactions) {
      return new OnePerUser(window, interactions);
    }
  }

  /**
   * Every training interaction once in an epoch, the first of a user too, from the items before it,
   * for models of users without order: an epoch is as long as there are interactions, and the
   * sequences of a step ({@code training.batchSize}) are interactions, several of which may be of
   * one user. The usual choice for matrix factorisation and graph convolutions.
   *
   * <p>The items before an interaction are read only by an encoder that gives
   * {@link Gives#SEQUENCES}.
   */
  record EveryInteraction() implements Targets {
    @Override
    public String kind() {
      return "every_interaction";
    }
  }
}
