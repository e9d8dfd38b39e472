package io.hardgnn.search;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The values that a setting may take in a search. */
public sealed interface Range {

  /** Draws one of the values. */
  Object draw(SplittableRandom random);

  /**
   * Returns all values, for a grid.
   *
   * @throws IllegalArgumentException if they cannot be counted
   */
  List<Object> all();

  /** Returns how many different values there are, {@link Long#MAX_VALUE} for real numbers. */
  long count();

  /**
   * Returns a range of listed values, each as likely as any other.
   *
   * @param values numbers, words, booleans or {@linkplain io.hardgnn.settings.Part parts}; one that
   *     is listed again counts once
   * @throws IllegalArgumentException if there is none, or one that JSON cannot hold
   */
  static Range of(Object... values) {
    return new Values(List.of(values));
  }

  /** Returns the whole numbers from {@code least} to {@code most}, both among them. */
  static Range whole(int least, int most) {
    return new Whole(least, most);
  }

  /** Returns the real numbers from {@code least} to below {@code most}, drawn uniformly. */
  static Range between(double least, double most) {
    return new Real(least, most, false);
  }

  /**
   * Returns the real numbers from {@code least} to below {@code most}, of which the logarithm is
   * drawn uniformly: for rates and weights.
   *
   * @param least above 0
   */
  static Range logBetween(double least, double most) {
    return new Real(least, most, true);
  }

  /**
   * Listed values.
   *
   * @param values at least one, all different
   */
  record Values(List<Object> values) implements Range {
    /** Keeps a copy without repetitions. */
    public Values {
      Map<String, Object> different = new LinkedHashMap<>();
      values.forEach(value -> different.putIfAbsent(Combinations.text(value), value));
      values = ImmutableList.copyOf(different.values());
      if (values.isEmpty()) {
        throw new IllegalArgumentException("a range needs at least one value");
      }
    }

    @Override
    public Object draw(SplittableRandom random) {
      return values.get(random.nextInt(values.size()));
    }

    @Override
    public List<Object> all() {
      return values;
    }

    @Override
    public long count() {
      return values.size();
    }
  }

  /**
   * Whole numbers.
   *
   * @param least the least
   * @param most the largest
   */
  record Whole(int least, int most) implements Range {
    /** Checks the order. */
    public Whole {
      if (least > most) {
        throw new IllegalArgumentException(
            "a range goes from "
                + least
                + " to "
                + most
                + "; the least must not be above the most");
      }
    }

    @Override
    public Object draw(SplittableRandom random) {
      return (int) random.nextLong(least, most + 1L);
    }

    @Override
    public List<Object> all() {
      if (count() > Combinations.MOST) {
        throw new IllegalArgumentException(
            "the numbers from " + least + " to " + most + " are too many for a grid");
      }
      List<Object> all = new ArrayList<>();
      for (long value = least; value <= most; value++) {
        all.add((int) value);
      }
      return all;
    }

    @Override
    public long count() {
      return (long) most - least + 1;
    }
  }

  /**
   * Real numbers.
   *
   * @param least the least
   * @param most what all are below
   * @param logarithmic whether their logarithms are drawn uniformly
   */
  record Real(double least, double most, boolean logarithmic) implements Range {
    /** Checks the order. */
    public Real {
      if (!(least < most) || !Double.isFinite(most - least) || (logarithmic && least <= 0)) {
        throw new IllegalArgumentException(
            "a range goes from "
                + least
                + " to "
                + most
                + "; the least must be below the most, and their difference finite"
                + (logarithmic ? "; of logarithms, the least must be above 0" : ""));
      }
    }

    @Override
    public Object draw(SplittableRandom random) {
      return logarithmic
          ? Math.exp(random.nextDouble(Math.log(least), Math.log(most)))
          : random.nextDouble(least, most);
    }

    @Override
    public List<Object> all() {
      throw new IllegalArgumentException(
          "the numbers from " + least + " to " + most + " are no grid; list some with Range.of");
    }

    @Override
    public long count() {
      return Long.MAX_VALUE;
    }
  }
}
