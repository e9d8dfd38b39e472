package io.hardgnn.onnx.serving;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was observed of one user, and what a bundle makes of it. Thread-safe. */
public final class Observed {

  /** What the subjects of one bundle made of it. */
  private record Made(long bundle, Subject subject) {}

  /**
   * An interaction.
   *
   * @param item id of an item
   * @param time epoch milliseconds
   */
  public record Event(String item, long time) {}

  private final List<Event> events;
  private final long since;
  private volatile @Nullable Made made;

  /**
   * Takes interactions.
   *
   * @param events oldest first
   * @param since the number of the bundle that was open when the first of them was observed
   */
  Observed(List<Event> events, long since) {
    this.events = events;
    this.since = since;
  }

  /** Returns the number of the bundle that was open when the first of them was observed. */
  long since() {
    return since;
  }

  /** Returns the interactions, oldest first. */
  public List<Event> events() {
    return events;
  }

  /**
   * Returns what was made of it for a bundle, or null if that was not yet.
   *
   * @param bundle a number that no other opened bundle has
   */
  @Nullable Subject made(long bundle) {
    Made known = made;
    return known == null || known.bundle() != bundle ? null : known.subject();
  }

  /** Keeps what was made of it for a bundle. */
  void made(long bundle, Subject subject) {
    made = new Made(bundle, subject);
  }
}
