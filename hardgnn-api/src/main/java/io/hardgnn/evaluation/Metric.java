package io.hardgnn.evaluation;

import io.hardgnn.error.Excerpt;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a rank is worth: a number in 0 to 1, higher is better, averaged over users.
 *
 * <p>With one relevant item per user, at rank {@code r} (1 is best): HR@K is 1 if {@code r <= K};
 * NDCG@K is {@code 1 / log2(r + 1)} if {@code r <= K}; MRR is {@code 1 / r}. Otherwise they are 0.
 * (Järvelin and Kekäläinen, 2002, for NDCG: the ideal gain is 1.)
 *
 * @param kind the formula
 * @param cutoff {@code K}, at least 1; {@link Integer#MAX_VALUE} for MRR, which has none
 */
public record Metric(Kind kind, int cutoff) {

  private static final Pattern WITH_CUTOFF = Pattern.compile("(HR|NDCG)@([1-9][0-9]{0,8})");

  /** The formulas. */
  public enum Kind {
    /** Hit rate. */
    HR,
    /** Normalised discounted cumulative gain. */
    NDCG,
    /** Mean reciprocal rank. */
    MRR
  }

  /** Mean reciprocal rank over the whole list. */
  public static final Metric MRR = new Metric(Kind.MRR, Integer.MAX_VALUE);

  /** The metrics of every report: HR@1, 5, 10, 20, NDCG@5, 10, 20 and MRR, in this order. */
  public static final List<Metric> STANDARD =
      List.of(hr(1), hr(5), hr(10), hr(20), ndcg(5), ndcg(10), ndcg(20), MRR);

  /** @throws IllegalArgumentException if the cutoff is less than 1, or given for MRR */
  public Metric {
    if (cutoff < 1) {
      throw new IllegalArgumentException(
          "the cutoff K of " + kind + "@K must be at least 1: " + cutoff);
    }
    if (kind == Kind.MRR && cutoff != Integer.MAX_VALUE) {
      throw new IllegalArgumentException("MRR has no cutoff: " + cutoff);
    }
  }

  /** Returns HR@K. */
  public static Metric hr(int cutoff) {
    return new Metric(Kind.HR, cutoff);
  }

  /** Returns NDCG@K. */
  public static Metric ndcg(int cutoff) {
    return new Metric(Kind.NDCG, cutoff);
  }

  /**
   * Returns the metric of a name as {@link #toString()} writes it, upper or lower case.
   *
   * @throws IllegalArgumentException if the name is not {@code HR@K}, {@code NDCG@K} or {@code MRR}
   */
  public static Metric parse(String name) {
    String upper = name.strip().toUpperCase(Locale.ROOT);
    if (upper.equals("MRR")) {
      return MRR;
    }
    Matcher matcher = WITH_CUTOFF.matcher(upper);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "unknown metric '"
              + Excerpt.of(name)
              + "'; allowed: HR@K, NDCG@K with K from 1 to 999999999, MRR; such as NDCG@10");
    }
    return new Metric(Kind.valueOf(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /**
   * Returns what a rank is worth.
   *
   * @param rank 1 is best
   * @return 0 to 1
   */
  public double of(int rank) {
    if (rank > cutoff) {
      return 0;
    }
    return switch (kind) {
      case HR -> 1;
      case NDCG -> Math.log(2) / Math.log(rank + 1.0);
      case MRR -> 1.0 / rank;
    };
  }

  /** Returns the name used in tables and JSON, such as {@code NDCG@10}. */
  @Override
  public String toString() {
    return kind == Kind.MRR ? "MRR" : kind + "@" + cutoff;
  }
}
