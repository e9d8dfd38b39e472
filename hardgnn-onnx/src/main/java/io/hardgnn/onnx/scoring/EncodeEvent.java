package io.hardgnn.onnx.scoring;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A run of the encoder. Made only while it is recorded. */
@Name("io.hardgnn.Encode")
@Label("Encode Histories")
@Category({"HardGNN", "Serving"})
@Description("A run of the encoder, which turns histories into embeddings")
@StackTrace(false)
public final class EncodeEvent extends Event {

  private static final EncodeEvent PROBE = new EncodeEvent();

  @Label("Histories")
  int histories;

  @Label("Length")
  @Description("Items of the longest history, as far as the encoder reads")
  int length;

  /** Returns an event that has begun, or null if none is recorded. */
  public static @Nullable EncodeEvent begun() {
    if (!PROBE.isEnabled()) {
      return null;
    }
    EncodeEvent event = new EncodeEvent();
    event.begin();
    return event;
  }
}
