package io.hardgnn.transitions;

import io.hardgnn.data.ItemSequences;
import io.hardgnn.data.TrainingData;
import io.hardgnn.data.UnorderedDataException;
import io.hardgnn.internal.checks.Ranges;
import io.hardgnn.internal.parallel.Runs;
import java.io.Serializable;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * How transitions between items are counted: for every two items {@code i}, {@code j} of a sequence
 * of which {@code j} follows {@code k} steps after {@code i}, {@code T[i][j]} grows by
 * {@code stepDecay^(k-1)} and {@code T[j][i]} by {@code backwardWeight} times that, {@code k} up to
 * {@code steps}; then each entry is divided by
 * {@code (out_i + shrinkage)^outExponent (in_j + shrinkage)^inExponent}, the sums of its row and
 * its column. With both exponents 0 the counts remain what they are.
 *
 * <p>Markov chains of the last item (Rendle, Freudenthaler and Schmidt-Thieme, <i>Factorizing
 * Personalized Markov Chains for Next-Basket Recommendation</i>, WWW 2010) are one step forward
 * with an {@code outExponent} of 1. Sequential rules with weights that fall with the distance are
 * in Ludewig and Jannach, <i>Evaluation of Session-based Recommendation Algorithms</i>, 2018. The
 * defaults are what did best on average on the validation parts of public datasets of films,
 * check-ins and shopping.
 *
 * <p>Immutable, thread-safe and serializable. The result is the same, bit for bit, whatever the
 * number of threads.
 *
 * @param steps greatest distance between two items of a sequence that counts, at least 1; default
 *     10
 * @param stepDecay what each step more multiplies a count with, above 0 and at most 1; default 0.8
 * @param backwardWeight what a transition against the order of time counts, at least 0; default 0.5
 * @param repeats whether an item that follows itself counts, as {@code T[i][i]}; default false
 * @param shrinkage what is added to the sums of rows and columns, so that rare items gain less by
 *     chance, at least 0; default 5
 * @param outExponent power of the sum of the row, at least 0; default 0.7
 * @param inExponent power of the sum of the column, at least 0: the greater it is, the less popular
 *     items profit; default 0.2
 * @param neighbours most entries that a row keeps, the strongest, at least 1; by default all,
 *     {@link Integer#MAX_VALUE}
 */
public record TransitionCounter(
    int steps,
    double stepDecay,
    double backwardWeight,
    boolean repeats,
    double shrinkage,
    double outExponent,
    double inExponent,
    int neighbours)
    implements Serializable {

  /** Items that a thread takes at a time. */
  static final int RUN = 16;

  /**
   * Checks the ranges; {@link IllegalArgumentException} names the setting that is out of its range.
   */
  public TransitionCounter {
    Ranges.atLeastOne("steps", steps);
    Ranges.decay("stepDecay", stepDecay);
    Ranges.notNegative("backwardWeight", backwardWeight);
    Ranges.notNegative("shrinkage", shrinkage);
    Ranges.notNegative("outExponent", outExponent);
    Ranges.notNegative("inExponent", inExponent);
    Ranges.atLeastOne("neighbours", neighbours);
  }

  /** Returns the default settings. */
  public static TransitionCounter defaults() {
    return new TransitionCounter(10, 0.8, 0.5, false, 5, 0.7, 0.2, Integer.MAX_VALUE);
  }

  /** Returns a copy with other {@link #steps()}. */
  public TransitionCounter steps(int steps) {
    return new TransitionCounter(
        steps, stepDecay, backwardWeight, repeats, shrinkage, outExponent, inExponent, neighbours);
  }

  /** Returns a copy with another {@link #stepDecay()}. */
  public TransitionCounter stepDecay(double stepDecay) {
    return new TransitionCounter(
        steps, stepDecay, backwardWeight, repeats, shrinkage, outExponent, inExponent, neighbours);
  }

  /** Returns a copy with another {@link #backwardWeight()}. */
  public TransitionCounter backwardWeight(double backwardWeight) {
    return new TransitionCounter(
        steps, stepDecay, backwardWeight, repeats, shrinkage, outExponent, inExponent, neighbours);
  }

  /** Returns a copy that counts {@link #repeats()} or does not. */
  public TransitionCounter repeats(boolean repeats) {
    return new TransitionCounter(
        steps, stepDecay, backwardWeight, repeats, shrinkage, outExponent, inExponent, neighbours);
  }

  /** Returns a copy with another {@link #shrinkage()}. */
  public TransitionCounter shrinkage(double shrinkage) {
    return new TransitionCounter(
        steps, stepDecay, backwardWeight, repeats, shrinkage, outExponent, inExponent, neighbours);
  }

  /** Returns a copy with another {@link #outExponent()}. */
  public TransitionCounter outExponent(double outExponent) {
    return new TransitionCounter(
        steps, stepDecay, backwardWeight, repeats, shrinkage, outExponent, inExponent, neighbours);
  }

  /** Returns a copy with another {@link #inExponent()}. */
  public TransitionCounter inExponent(double inExponent) {
    return new TransitionCounter(
        steps, stepDecay, backwardWeight, repeats, shrinkage, outExponent, inExponent, neighbours);
  }

  /** Returns a copy with another number of {@link #neighbours()}. */
  public TransitionCounter neighbours(int neighbours) {
    return new TransitionCounter(
        steps, stepDecay, backwardWeight, repeats, shrinkage, outExponent, inExponent, neighbours);
  }

  /**
   * Returns what a transition in the order of time counts.
   *
   * @param longest greatest number of steps that there are: more count nothing
   * @return {@code [steps]}, at {@code k - 1} for {@code k} steps, as far as it is positive
   */
  public double[] forwardWeights(int longest) {
    return powers(Math.min(steps, Ranges.notNegative("longest", longest)), 1);
  }

  /** Returns the same against the order of time; empty if that does not count. */
  public double[] backwardWeights(int longest) {
    return powers(Math.min(steps, Ranges.notNegative("longest", longest)), backwardWeight);
  }

  /** Returns a geometric sequence as far as it is positive. */
  private double[] powers(int length, double first) {
    double[] powers = new double[length];
    double power = first;
    for (int k = 0; k < length; k++, power *= stepDecay) {
      if (power == 0) {
        return Arrays.copyOf(powers, k);
      }
      powers[k] = power;
    }
    return powers;
  }

  /**
   * Returns what the counts of an item's row are multiplied with.
   *
   * @param after sum of the {@link #forwardWeights} of all that follows the item, in all sequences
   * @param before sum of the {@link #forwardWeights} of all that precedes it
   */
  public double rowFactor(double after, double before) {
    return Math.pow(after + backwardWeight * before + shrinkage, -outExponent);
  }

  /** Returns what the counts of an item's column are multiplied with, of the same sums. */
  public double columnFactor(double after, double before) {
    return Math.pow(before + backwardWeight * after + shrinkage, -inExponent);
  }

  /**
   * Counts the transitions of the training interactions, on one thread per processor.
   *
   * @throws UnorderedDataException if they have no order
   */
  public ItemTransitions count(TrainingData training) {
    if (!training.isOrdered()) {
      throw new UnorderedDataException(
          "transitions are of one item to the next, but the data was read without times and its"
              + " interactions have no order");
    }
    return count(training.sequences().items());
  }

  /** Counts the transitions of all users' sequences, on one thread per processor. */
  public ItemTransitions count(ItemSequences sequences) {
    return count(sequences, user -> true, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Counts the transitions of some users' sequences. Time is the number of their interactions times
   * {@link #steps()}. Memory, beside the result, is 8 bytes for each of their interactions and 20
   * for each item and thread.
   *
   * @param sequences any sequences; those of {@link TrainingData} hold no held-out item
   * @param users who counts; asked once for each user, on the calling thread
   * @param threads greatest number of threads, at least 1
   * @throws IllegalArgumentException if {@code threads} is less than 1
   */
  public ItemTransitions count(ItemSequences sequences, IntPredicate users, int threads) {
    return count(sequences, users, item -> true, threads);
  }

  /** Counts the rows of some items; those of others are empty. */
  ItemTransitions count(
      ItemSequences sequences, IntPredicate users, IntPredicate rows, int threads) {
    Ranges.atLeastOne("threads", threads);
    StepWeights weights = StepWeights.of(this, sequences);
    ItemPositions index = ItemPositions.of(sequences, users);
    TransitionFactors factors = TransitionFactors.of(this, weights, sequences, index, threads);
    int[][] items = new int[sequences.itemCount()][];
    float[][] values = new float[items.length][];
    Runs.forEach(
        items.length,
        RUN,
        threads,
        () -> {
          TransitionRow row = new TransitionRow(this, weights, sequences, index, factors);
          return from -> {
            if (rows.test(from)) {
              row.count(from);
              items[from] = row.items();
              values[from] = row.weights();
            } else {
              items[from] = new int[0];
              values[from] = new float[0];
            }
          };
        });
    return new ItemTransitions(items, values);
  }
}
