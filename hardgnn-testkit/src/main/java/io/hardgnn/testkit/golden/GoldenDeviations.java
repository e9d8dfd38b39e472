package io.hardgnn.testkit.golden;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The largest deviations that a run of golden tests has seen, to be printed at its end.
 * Thread-safe.
 */
public final class GoldenDeviations {

  private record Worst(String what, double error) {}

  private final String engine;
  private final Map<String, Worst> worst = new TreeMap<>();

  /** Creates an empty record of one engine. */
  public GoldenDeviations(String engine) {
    this.engine = engine;
  }

  synchronized void note(String kind, String what, double error) {
    worst.merge(
        kind, new Worst(what, error), (old, seen) -> seen.error() > old.error() ? seen : old);
  }

  /** Prints a line for each kind of value. */
  public synchronized void print() {
    worst.forEach(
        (kind, seen) ->
            System.out.printf(
                Locale.ROOT,
                "golden %s of %s: largest deviation %.2g (%s)%n",
                kind,
                engine,
                seen.error(),
                seen.what()));
  }
}
