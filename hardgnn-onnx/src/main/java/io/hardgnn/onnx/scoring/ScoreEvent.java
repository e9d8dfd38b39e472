package io.hardgnn.onnx.scoring;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A run of the scorer. Made only while it is recorded. */
@Name("io.hardgnn.Score")
@Label("Score Items")
@Category({"HardGNN", "Serving"})
@Description("A run of the scorer, which gives the scores of all items")
@StackTrace(false)
public final class ScoreEvent extends Event {

  private static final ScoreEvent PROBE = new ScoreEvent();

  @Label("Queries")
  int queries;

  @Label("Items")
  int items;

  /** Returns an event that has begun, or null if none is recorded. */
  public static @Nullable ScoreEvent begun() {
    if (!PROBE.isEnabled()) {
      return null;
    }
    ScoreEvent event = new ScoreEvent();
    event.begin();
    return event;
  }

  /** Records that so many queries were scored. */
  public void ended(int queriesScored, int itemsScored) {
    queries = queriesScored;
    items = itemsScored;
    commit();
  }
}
