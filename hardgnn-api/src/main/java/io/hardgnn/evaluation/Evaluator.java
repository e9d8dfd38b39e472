package io.hardgnn.evaluation;

import io.hardgnn.data.HeldOut;
import io.hardgnn.data.Sequences;
import io.hardgnn.data.TrainingData;
import io.hardgnn.internal.checks.Ranges;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Ranks the held-out items of every user among all items, by the scores of a recommender.
 *
 * <pre>{@code
 * EvaluationResult result =
 *     Evaluator.builder()
 *         .build()
 *         .evaluate(PopularityRecommender.train(dataset.training()), dataset.test());
 * double ndcg = result.full().ndcg(10);
 * }</pre>
 *
 * <p>Scores are computed once, in blocks of users, whatever the number of protocols; memory is
 * {@code threads × blockSize × items} floats, however many users there are. Ranks depend on the
 * scores and the settings alone, not on block size, threads or order. Immutable and thread-safe.
 */
public final class Evaluator {

  /**
   * Floats of all blocks of scores unless the block size is set: 64 MiB, since products of few
   * users are slow.
   */
  private static final int DEFAULT_FLOATS = 1 << 24;

  /**
   * Floats of one block, unless the block size is set, that many threads do not take away: 8 MiB.
   */
  private static final int LEAST_BLOCK_FLOATS = 1 << 21;

  private static final int LARGEST_DEFAULT_BLOCK = 512;

  private final List<Protocol> protocols;
  private final int maxUsers;
  private final long userSeed;
  private final int blockSize;
  private final int threads;
  private final @Nullable Sequences neverSample;
  private final int listCutoff;
  private final @Nullable TrainingData listTraining;

  private Evaluator(Builder builder) {
    this.protocols = builder.protocols;
    this.maxUsers = builder.maxUsers;
    this.userSeed = builder.userSeed;
    this.blockSize = builder.blockSize;
    this.threads =
        builder.threads > 0 ? builder.threads : Runtime.getRuntime().availableProcessors();
    this.neverSample = builder.neverSample;
    this.listCutoff = builder.listCutoff;
    this.listTraining = builder.listTraining;
  }

  /**
   * Returns a builder with the defaults: full ranking and 1 + 999 sampled negatives of seed 0, of
   * all users.
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the protocols this evaluator ranks under. */
  public List<Protocol> protocols() {
    return protocols;
  }

  /**
   * Evaluates a recommender on all users who have a target, or a fixed sample of them.
   *
   * @param recommender gives the scores; what it throws is rethrown
   * @param heldOut targets and histories
   * @throws IllegalArgumentException if the two, {@code neverSample} or the training data of
   *     {@code beyondAccuracy} disagree on the number of items, {@code neverSample} has fewer users,
   *     the scores of {@code blockSize} users are more than an array holds, a target or history item
   *     of an evaluated user is not an item, an item is twice among a user's targets, or no user has
   *     a target
   */
  public EvaluationResult evaluate(ScoringFunction recommender, HeldOut heldOut) {
    check(recommender, heldOut);
    int[] users = UserSelection.select(heldOut, maxUsers, userSeed);
    if (users.length == 0) {
      throw new IllegalArgumentException(
          "none of the "
              + heldOut.userCount()
              + " users has a held-out target, there is nothing to evaluate");
    }
    HeldOutCheck.check(heldOut, users);
    int[] offsets = offsets(heldOut, users);
    int[][] ranks = new int[protocols.size()][offsets[users.length]];
    ListCounts lists =
        listTraining == null ? null : new ListCounts(listCutoff, listTraining.sequences(), heldOut);
    new EvaluationRun(
            recommender,
            heldOut,
            neverSample,
            protocols,
            users,
            offsets,
            ranks,
            lists,
            block(users.length, heldOut.itemCount()))
        .run(threads);
    Map<Protocol, Ranks> result = new LinkedHashMap<>();
    for (int p = 0; p < ranks.length; p++) {
      result.put(protocols.get(p), Ranks.checked(users, offsets, ranks[p]));
    }
    return new EvaluationResult(result, lists == null ? null : lists.figures(users.length));
  }

  /** Returns where the ranks of each user begin, and the number of all as the last one. */
  private static int[] offsets(HeldOut heldOut, int[] users) {
    int[] offsets = new int[users.length + 1];
    for (int n = 0; n < users.length; n++) {
      offsets[n + 1] = Math.addExact(offsets[n], heldOut.targetCount(users[n]));
    }
    return offsets;
  }

  private void check(ScoringFunction recommender, HeldOut heldOut) {
    int items = heldOut.itemCount();
    if (recommender.itemCount() != items) {
      throw new IllegalArgumentException(
          "the recommender scores "
              + recommender.itemCount()
              + " items, the held-out data has "
              + items
              + "; were they made from the same dataset?");
    }
    if (neverSample != null && neverSample.itemCount() != items) {
      throw new IllegalArgumentException(
          "neverSample has "
              + neverSample.itemCount()
              + " items, the held-out data "
              + items
              + "; were they made from the same dataset?");
    }
    if (neverSample != null && neverSample.userCount() < heldOut.userCount()) {
      throw new IllegalArgumentException(
          "neverSample has "
              + neverSample.userCount()
              + " users, the held-out data "
              + heldOut.userCount());
    }
    if (listTraining != null && listTraining.itemCount() != items) {
      throw new IllegalArgumentException(
          "the training data of beyondAccuracy has "
              + listTraining.itemCount()
              + " items, the held-out data "
              + items
              + "; were they made from the same dataset?");
    }
  }

  /** Returns how many users are scored at once. */
  private int block(int users, int items) {
    int block = Math.min(users, blockSize > 0 ? blockSize : defaultBlockSize(items));
    if ((long) block * items > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "blockSize "
              + block
              + " × "
              + items
              + " items is more than one array holds; use at most "
              + (Integer.MAX_VALUE - 8) / items
              + ", or none for the default");
    }
    return block;
  }

  private int defaultBlockSize(int items) {
    int floats = Math.max(LEAST_BLOCK_FLOATS, DEFAULT_FLOATS / threads);
    return Math.max(1, Math.min(LARGEST_DEFAULT_BLOCK, floats / Math.max(1, items)));
  }

  /** Collects the settings of an {@link Evaluator}. Not thread-safe. */
  public static final class Builder {

    private List<Protocol> protocols = List.of(Protocol.fullRanking(), Protocol.sampled(999, 0));
    private int maxUsers = Integer.MAX_VALUE;
    private long userSeed;
    private int blockSize;
    private int threads;
    private @Nullable Sequences neverSample;
    private int listCutoff;
    private @Nullable TrainingData listTraining;

    private Builder() {}

    /**
     * Sets the protocols to rank under; default full ranking and 1 + 999 sampled negatives of seed
     * 0.
     *
     * @return this builder
     * @throws IllegalArgumentException if none is given, or two of the same
     *     {@linkplain Protocol#key() key}
     */
    public Builder protocols(Protocol... protocols) {
      if (protocols.length == 0
          || Arrays.stream(protocols).map(Protocol::key).distinct().count() < protocols.length) {
        throw new IllegalArgumentException(
            "protocols must be full ranking, sampled negatives or one of each: "
                + Arrays.toString(protocols));
      }
      this.protocols = List.of(protocols);
      return this;
    }

    /**
     * Evaluates a sample of the users who have a target, the same one for a seed; default all
     * users. For validation during training; report results on all.
     *
     * @param maxUsers most users to evaluate, at least 1
     * @param seed chooses the sample
     * @return this builder
     * @throws IllegalArgumentException if {@code maxUsers} is less than 1
     */
    public Builder maxUsers(int maxUsers, long seed) {
      this.maxUsers = Ranges.atLeastOne("maxUsers", maxUsers);
      this.userSeed = seed;
      return this;
    }

    /**
     * Sets the number of users scored at a time; default as many as fit in a thread's share of 64
     * MiB of scores, or in 8 MiB if that is more, at most 512.
     *
     * @return this builder
     * @throws IllegalArgumentException if {@code blockSize} is less than 1
     */
    public Builder blockSize(int blockSize) {
      this.blockSize = Ranges.atLeastOne("blockSize", blockSize);
      return this;
    }

    /**
     * Sets the number of threads, the caller's included; default one per processor. Each takes a
     * block, scores and ranks it; a recommender that is not
     * {@linkplain ScoringFunction#isThreadSafe thread-safe} scores one block at a time, while other
     * threads rank earlier blocks.
     *
     * @return this builder
     * @throws IllegalArgumentException if {@code threads} is less than 1
     */
    public Builder threads(int threads) {
      this.threads = Ranges.atLeastOne("threads", threads);
      return this;
    }

    /**
     * Names interactions that must not be drawn as negatives, beside the history and the target.
     * The history held out for validation does not tell the test item, so with
     * {@code neverSample(dataset.all())} negatives are never items of the user's complete history,
     * as is the custom; without it the test item may be a negative of validation, as any item that
     * the user has yet to choose. Full ranking is not affected. For test both are the same.
     *
     * @return this builder
     */
    public Builder neverSample(Sequences interactions) {
      this.neverSample = interactions;
      return this;
    }

    /**
     * Asks for coverage, concentration, popularity and novelty of the lists of the first items,
     * which {@link EvaluationResult#beyondAccuracy} then has; not asked for by default. Costs a
     * selection of the first items for each user.
     *
     * @param cutoff {@code K}, how many items a list has, at least 1
     * @param training tells how popular items are
     * @return this builder
     * @throws IllegalArgumentException if {@code cutoff} is less than 1
     */
    public Builder beyondAccuracy(int cutoff, TrainingData training) {
      this.listCutoff = Ranges.atLeastOne("cutoff", cutoff);
      this.listTraining = Objects.requireNonNull(training, "training");
      return this;
    }

    /** Returns the evaluator. */
    public Evaluator build() {
      return new Evaluator(this);
    }
  }
}
