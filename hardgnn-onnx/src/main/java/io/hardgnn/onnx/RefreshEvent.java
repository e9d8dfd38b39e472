package io.hardgnn.onnx;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A bundle was refreshed. */
@Name("io.hardgnn.Refresh")
@Label("Refresh Bundle")
@Category({"HardGNN", "Serving"})
@Description("A new bundle was made of a bundle and newer events")
@StackTrace(false)
final class RefreshEvent extends Event {

  @Label("Failure")
  @Description("Empty if there is a new bundle")
  String failure = "";

  @Label("Events")
  int events;

  @Label("New Users")
  int newUsers;

  @Label("New Items")
  int newItems;

  @Label("Grown Users")
  @Description("Known users whose history has grown")
  int grownUsers;
}
