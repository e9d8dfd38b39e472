package io.hardgnn.onnx.serving;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A call of a recommender, from its beginning to its answer. Made only while it is recorded. */
@Name("io.hardgnn.Request")
@Label("Recommender Request")
@Category({"HardGNN", "Serving"})
@Description("A call of a recommender")
@StackTrace(false)
public final class RequestEvent extends Event {

  private static final RequestEvent PROBE = new RequestEvent();

  @Label("Request")
  @Description("recommend, recommendAll, similarItems, scores or embed")
  public String request = "";

  @Label("Size")
  @Description("Requests, histories or candidates that it holds")
  public int size;

  @Label("Answered")
  @Description("False if it ended with an exception")
  public boolean answered;

  /** Returns an event that has begun, or null if none is recorded. */
  public static @Nullable RequestEvent begun() {
    if (!PROBE.isEnabled()) {
      return null;
    }
    RequestEvent event = new RequestEvent();
    event.begin();
    return event;
  }
}
