package io.hardgnn.settings;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with settings, so that one error can name all of it. Not thread-safe. */
public final class Violations {

  private final List<String> found = new ArrayList<>();

  /** Creates a collection without any. */
  public Violations() {}

  /**
   * A bound of real numbers.
   *
   * @param value the bound
   * @param inclusive whether it is itself allowed
   */
  public record Bound(double value, boolean inclusive) {
    /** Returns a bound that is itself allowed. */
    public static Bound with(double value) {
      return new Bound(value, true);
    }

    /** Returns a bound that is itself not allowed. */
    public static Bound without(double value) {
      return new Bound(value, false);
    }
  }

  private static final Bound INFINITY = Bound.without(Double.POSITIVE_INFINITY);

  /**
   * Checks a whole number, from {@code min} to {@code max}; {@link Integer#MAX_VALUE} stands for no
   * upper bound.
   */
  public void whole(String path, long value, long min, long max) {
    if (value < min || value > max) {
      String allowed = max == Integer.MAX_VALUE ? min + " or more" : min + " to " + max;
      found.add(path + " is " + value + "; allowed: " + allowed);
    }
  }

  /** Checks a whole number that has no upper bound. */
  public void atLeast(String path, long value, long min) {
    whole(path, value, min, Integer.MAX_VALUE);
  }

  /** Checks a real number, which must be finite. */
  public void real(String path, double value, Bound min, Bound max) {
    boolean above = min.inclusive() ? value >= min.value() : value > min.value();
    boolean below = max.inclusive() ? value <= max.value() : value < max.value();
    if (!above || !below || !Double.isFinite(value)) {
      found.add(path + " is " + value + "; allowed: " + range(min, max));
    }
  }

  /** Checks a real number in {@code [0, 1)}, such as a rate. */
  public void rate(String path, double value) {
    real(path, value, Bound.with(0), Bound.without(1));
  }

  /** Checks a finite number above 0. */
  public void positive(String path, double value) {
    real(path, value, Bound.without(0), INFINITY);
  }

  private static String range(Bound min, Bound max) {
    if (Double.isInfinite(min.value()) && Double.isInfinite(max.value())) {
      return "finite numbers";
    }
    String from = (min.inclusive() ? "from " : "above ") + number(min.value());
    return Double.isInfinite(max.value())
        ? "finite numbers " + from
        : "numbers " + from + (max.inclusive() ? " to " : " to below ") + number(max.value());
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  /** Checks a rule between settings; the sentence is added if it does not hold. */
  public void rule(boolean holds, String violation) {
    if (!holds) {
      found.add(violation);
    }
  }

  /**
   * Checks that nothing in a record is null, nor in the records and lists of records that it holds,
   * as JSON may make it.
   *
   * @param path place of the record in JSON, empty for the outermost
   */
  public void complete(String path, Record settings) {
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      String at = path.isEmpty() ? component.getName() : path + "." + component.getName();
      Method accessor = component.getAccessor();
      // What a module of the application keeps to itself, it checks itself.
      if (accessor.canAccess(settings) || accessor.trySetAccessible()) {
        completeValue(at, value(settings, accessor));
      }
    }
  }

  private void completeValue(String path, @Nullable Object value) {
    if (value == null) {
      found.add(path + " is null; every setting needs a value");
    } else if (value instanceof Record inner) {
      complete(path, inner);
    } else if (value instanceof Part part) {
      found.add(
          path
              + " is a "
              + part.getClass().getName()
              + ", which is not a record; parts are records, so that a saved model can be read");
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        completeValue(path + "[" + i + "]", list.get(i));
      }
    }
  }

  private static @Nullable Object value(Record settings, Method accessor) {
    try {
      return accessor.invoke(settings);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(settings.getClass() + ": " + accessor.getName(), e);
    }
  }

  /**
   * Ends a round of checks.
   *
   * @throws InvalidConfigException if any failed
   */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw new InvalidConfigException("", found);
    }
  }
}
