package io.hardgnn.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What was found to be broken, collected so that one failure names all of it. */
final class Findings {

  /** Of two values in double precision that are computed in different ways. */
  static final double TOLERANCE = 1e-9;

  private final String kind;
  private final List<String> broken = new ArrayList<>();
  private final List<Throwable> causes = new ArrayList<>();

  Findings(String kind) {
    this.kind = kind;
  }

  void require(boolean kept, String format, Object... arguments) {
    if (!kept) {
      broken.add(String.format(Locale.ROOT, format, arguments));
    }
  }

  /** Runs a check; that it cannot be run is a finding too. */
  void attempt(String what, Runnable check) {
    attempt(
        what,
        () -> {
          check.run();
          return true;
        });
  }

  /** Returns what a computation returns, or null where it throws. */
  <T> @Nullable T attempt(String what, Supplier<T> computation) {
    try {
      return computation.get();
    } catch (RuntimeException | StackOverflowError e) {
      broken.add(what + " throws " + e);
      causes.add(e);
      return null;
    }
  }

  /** Compares values that must be the same up to rounding. */
  void same(JavaTensor actual, JavaTensor expected, String format, Object... arguments) {
    String what = String.format(Locale.ROOT, format, arguments);
    if (actual.data().length != expected.data().length) {
      broken.add(
          what + ": " + actual.data().length + " values in place of " + expected.data().length);
      return;
    }
    for (int i = 0; i < actual.data().length; i++) {
      double a = actual.data()[i];
      double b = expected.data()[i];
      if (!(Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(b)))) {
        broken.add(
            String.format(
                Locale.ROOT, "%s: value %d is %s in one and %s in the other", what, i, a, b));
        return;
      }
    }
  }

  void throwIfAny() {
    if (broken.isEmpty()) {
      return;
    }
    AssertionError error =
        new AssertionError(
            "encoder '" + kind + "' breaks its contract:\n - " + String.join("\n - ", broken));
    causes.forEach(error::addSuppressed);
    throw error;
  }
}
