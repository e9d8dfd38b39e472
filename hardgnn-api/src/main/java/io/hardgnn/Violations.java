package io.hardgnn;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with settings, so that one error can name all of it. */
final class Violations {

  private final List<String> found = new ArrayList<>();

  /** A bound of real numbers, inclusive or not. */
  record Bound(double value, boolean inclusive) {
    static Bound from(double value) {
      return new Bound(value, true);
    }

    static Bound without(double value) {
      return new Bound(value, false);
    }
  }

  /** Checks a whole number. */
  void whole(String setter, String path, long value, long min, long max) {
    if (value < min || value > max) {
      String allowed = max == Integer.MAX_VALUE ? min + " or more" : min + " to " + max;
      found.add(setter + " (" + path + ") is " + value + "; allowed: " + allowed);
    }
  }

  /** Checks a real number, which must be finite. */
  void real(String setter, String path, double value, Bound min, Bound max) {
    boolean above = min.inclusive() ? value >= min.value() : value > min.value();
    boolean below = max.inclusive() ? value <= max.value() : value < max.value();
    if (!above || !below || !Double.isFinite(value)) {
      found.add(setter + " (" + path + ") is " + value + "; allowed: " + range(min, max));
    }
  }

  private static String range(Bound min, Bound max) {
    String from = (min.inclusive() ? "from " : "above ") + number(min.value());
    return Double.isInfinite(max.value())
        ? "finite numbers " + from
        : "numbers " + from + (max.inclusive() ? " to " : " to below ") + number(max.value());
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  /** Checks that a part of the settings is there. */
  void present(String path, @Nullable Object value) {
    if (value == null) {
      found.add(path + " is null; every setting needs a value");
    }
  }

  /** Checks a rule between settings. */
  void rule(boolean holds, String violation) {
    if (!holds) {
      found.add(violation);
    }
  }

  /**
   * Ends a round of checks.
   *
   * @throws InvalidConfigException if any failed
   */
  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new InvalidConfigException("", found);
    }
  }
}
