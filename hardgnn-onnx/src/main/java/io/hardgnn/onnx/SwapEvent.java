package io.hardgnn.onnx;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A reloading recommender went over to another version of its bundle, or could not. */
@Name("io.hardgnn.Swap")
@Label("Swap Bundle")
@Category({"HardGNN", "Serving"})
@Description("A recommender opened another version of its bundle")
@StackTrace(false)
final class SwapEvent extends Event {

  @Label("From Version")
  String fromVersion = "";

  @Label("To Version")
  @Description("Empty if the new version could not be opened")
  String toVersion = "";

  @Label("Failure")
  String failure = "";
}
