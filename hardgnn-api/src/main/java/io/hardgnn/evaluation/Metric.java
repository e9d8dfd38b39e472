package io.hardgnn.evaluation;

import io.hardgnn.error.Excerpt;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the ranks of a user's relevant items are worth: a number in 0 to 1, higher is better,
 * averaged over users.
 *
 * <p>A user has {@code n >= 1} relevant items at the ranks {@code r_1 < r_2 < ... < r_n}, 1 being
 * best; {@code h(K)} of them are at most {@code K}.
 *
 * <pre>
 * HR@K        = 1 if r_1 &lt;= K, else 0
 * Recall@K    = h(K) / n
 * Precision@K = h(K) / K
 * NDCG@K      = sum of 1 / log2(r_i + 1) over r_i &lt;= K, divided by
 *               sum of 1 / log2(i + 1)   over i = 1 .. min(K, n)
 * MAP@K       = sum of i / r_i over r_i &lt;= K, divided by min(K, n);  MAP has no cutoff
 * MRR         = 1 / r_1
 * </pre>
 *
 * <p>Sources: recall, precision and MAP, Manning, Raghavan and Schütze, <i>Introduction to
 * Information Retrieval</i>, 2008, chapter 8 (who have MAP without a cutoff; with one, the divisor
 * is the most terms that the sum can have, so that the best value is 1); NDCG of binary gains,
 * Järvelin and Kekäläinen, 2002; MRR, Voorhees, 1999; HR, Deshpande and Karypis, 2004. With one
 * relevant item HR@K and Recall@K are the same, and so are MRR and MAP.
 *
 * @param kind the formula
 * @param cutoff {@code K}, 1 to 999,999,999; {@link Integer#MAX_VALUE} for MRR and for MAP without a
 *     cutoff
 */
public record Metric(Kind kind, int cutoff) {

  private static final Pattern WITH_CUTOFF =
      Pattern.compile("(HR|RECALL|PRECISION|NDCG|MAP)@([1-9][0-9]{0,8})");

  private static final int NO_CUTOFF = Integer.MAX_VALUE;

  private static final int GREATEST_CUTOFF = 999_999_999; // of nine digits, as a name has

  /** The formulas. */
  public enum Kind {
    /** Hit rate. */
    HR("HR"),
    /** Share of the relevant items that are among the first. */
    RECALL("Recall"),
    /** Share of the first places that hold relevant items. */
    PRECISION("Precision"),
    /** Normalised discounted cumulative gain. */
    NDCG("NDCG"),
    /** Mean average precision. */
    MAP("MAP"),
    /** Mean reciprocal rank. */
    MRR("MRR");

    private final String title;

    Kind(String title) {
      this.title = title;
    }
  }

  /** Mean reciprocal rank over the whole list. */
  public static final Metric MRR = new Metric(Kind.MRR, NO_CUTOFF);

  /** Mean average precision over the whole list. */
  public static final Metric MAP = new Metric(Kind.MAP, NO_CUTOFF);

  /**
   * The metrics of a report where every user has one relevant item: HR@1, 5, 10, 20, NDCG@5, 10, 20
   * and MRR, in this order.
   */
  public static final List<Metric> STANDARD =
      List.of(hr(1), hr(5), hr(10), hr(20), ndcg(5), ndcg(10), ndcg(20), MRR);

  /**
   * The metrics of a report where users have several: the {@link #STANDARD} ones, then Recall@10,
   * 20, Precision@10, 20 and MAP.
   */
  public static final List<Metric> SEVERAL_TARGETS =
      Stream.concat(
              STANDARD.stream(),
              Stream.of(recall(10), recall(20), precision(10), precision(20), MAP))
          .toList();

  /**
   * @throws IllegalArgumentException if the cutoff is less than 1 or has more than nine digits, or
   *     is given for MRR
   */
  public Metric {
    if (cutoff < 1) {
      throw new IllegalArgumentException(
          "the cutoff K of " + kind.title + "@K must be at least 1: " + cutoff);
    }
    if (kind == Kind.MRR && cutoff != NO_CUTOFF) {
      throw new IllegalArgumentException("MRR has no cutoff: " + cutoff);
    }
    boolean whole = cutoff == NO_CUTOFF && (kind == Kind.MRR || kind == Kind.MAP);
    if (cutoff > GREATEST_CUTOFF && !whole) {
      throw new IllegalArgumentException(
          "the cutoff K of "
              + kind.title
              + "@K must be at most "
              + GREATEST_CUTOFF
              + ": "
              + cutoff);
    }
  }

  /** Returns HR@K. */
  public static Metric hr(int cutoff) {
    return new Metric(Kind.HR, cutoff);
  }

  /** Returns Recall@K. */
  public static Metric recall(int cutoff) {
    return new Metric(Kind.RECALL, cutoff);
  }

  /** Returns Precision@K. */
  public static Metric precision(int cutoff) {
    return new Metric(Kind.PRECISION, cutoff);
  }

  /** Returns NDCG@K. */
  public static Metric ndcg(int cutoff) {
    return new Metric(Kind.NDCG, cutoff);
  }

  /** Returns MAP@K; {@link #MAP} has no cutoff. */
  public static Metric map(int cutoff) {
    return new Metric(Kind.MAP, cutoff);
  }

  /**
   * Returns the metric of a name as {@link #toString()} writes it, upper or lower case.
   *
   * @throws IllegalArgumentException if the name is not {@code HR@K}, {@code Recall@K},
   *     {@code Precision@K}, {@code NDCG@K}, {@code MAP@K}, {@code MAP} or {@code MRR}
   */
  public static Metric parse(String name) {
    String upper = name.strip().toUpperCase(Locale.ROOT);
    if (upper.equals("MRR") || upper.equals("MAP")) {
      return upper.equals("MRR") ? MRR : MAP;
    }
    Matcher matcher = WITH_CUTOFF.matcher(upper);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "unknown metric '"
              + Excerpt.of(name)
              + "'; allowed: HR@K, Recall@K, Precision@K, NDCG@K, MAP@K with K from 1 to 999999999,"
              + " MAP, MRR; such as NDCG@10");
    }
    return new Metric(Kind.valueOf(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /**
   * Returns what the rank of the only relevant item is worth.
   *
   * @param rank 1 is best
   * @return 0 to 1
   * @throws IllegalArgumentException if the rank is less than 1
   */
  public double of(int rank) {
    if (rank < 1) {
      throw new IllegalArgumentException("ranks begin with 1, got " + rank);
    }
    if (rank > cutoff) {
      return 0;
    }
    return switch (kind) {
      case HR, RECALL -> 1;
      case PRECISION -> 1.0 / cutoff;
      case NDCG -> discount(rank);
      case MAP, MRR -> 1.0 / rank;
    };
  }

  /**
   * Returns what the ranks of all relevant items of a user are worth.
   *
   * @param ranks at least one, strictly ascending; 1 is best
   * @return 0 to 1
   * @throws IllegalArgumentException if there is none, or they are not that
   */
  public double of(int[] ranks) {
    if (ranks.length == 0) {
      throw new IllegalArgumentException("without a relevant item " + this + " has no value");
    }
    int before = 0;
    for (int rank : ranks) {
      if (rank <= before) {
        throw new IllegalArgumentException(
            "ranks must ascend from 1 on, got " + rank + " after " + before);
      }
      before = rank;
    }
    return of(ranks, 0, ranks.length);
  }

  /** Returns the worth of the ranks at {@code from .. to-1}. */
  double of(int[] ranks, int from, int to) {
    if (to - from == 1) {
      return of(ranks[from]);
    }
    int relevant = to - from;
    int hits = 0;
    while (hits < relevant && ranks[from + hits] <= cutoff) {
      hits++;
    }
    if (hits == 0) {
      return 0;
    }
    return switch (kind) {
      case HR -> 1;
      case RECALL -> (double) hits / relevant;
      case PRECISION -> (double) hits / cutoff;
      case NDCG -> gain(ranks, from, hits) / idealGain(Math.min(cutoff, relevant));
      case MAP -> precisions(ranks, from, hits) / Math.min(cutoff, relevant);
      case MRR -> 1.0 / ranks[from];
    };
  }

  private static double gain(int[] ranks, int from, int hits) {
    double gain = 0;
    for (int i = from; i < from + hits; i++) {
      gain += discount(ranks[i]);
    }
    return gain;
  }

  private static double idealGain(int count) {
    double gain = 0;
    for (int rank = 1; rank <= count; rank++) {
      gain += discount(rank);
    }
    return gain;
  }

  private static double precisions(int[] ranks, int from, int hits) {
    double sum = 0;
    for (int i = 0; i < hits; i++) {
      sum += (i + 1.0) / ranks[from + i];
    }
    return sum;
  }

  /** Returns {@code 1 / log2(rank + 1)}. */
  private static double discount(int rank) {
    return Math.log(2) / Math.log(rank + 1.0);
  }

  /** Returns the name used in tables and JSON, such as {@code NDCG@10}. */
  @Override
  public String toString() {
    return cutoff == NO_CUTOFF ? kind.title : kind.title + "@" + cutoff;
  }
}
