package io.hardgnn.onnx;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;

/**
 * Counts the bytes that a request allocates, and prints them: in a JVM without a flight recorder,
 * while its events are recorded, and while others are. To be run without the compiler that leaves
 * out allocations, so that they are the same each time.
 */
final class RequestBytes {

  private static final int REQUESTS = 500;

  private RequestBytes() {}

  /** Takes a bundle. */
  public static void main(String[] args) {
    try (OnnxRecommender recommender = OnnxRecommender.open(Path.of(args[0]))) {
      bytes(recommender); // classes are loaded
      long none = bytes(recommender);
      long recorded = recorded(recommender, true);
      long off = recorded(recommender, false);
      System.out.println(none + " " + recorded + " " + off);
    }
  }

  /** A recording has events of applications unless it is told otherwise. */
  private static long recorded(OnnxRecommender recommender, boolean own) {
    try (Recording recording = new Recording()) {
      recording.enable("jdk.GarbageCollection");
      for (String event : List.of("io.hardgnn.Request", "io.hardgnn.Encode", "io.hardgnn.Score")) {
        if (!own) {
          recording.disable(event);
        }
      }
      recording.start();
      bytes(recommender);
      return bytes(recommender);
    }
  }

  private static long bytes(OnnxRecommender recommender) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    for (int i = 0; i < REQUESTS; i++) {
      recommender.recommendFor(List.of("a", "b"), 2);
    }
    return (threads.getThreadAllocatedBytes(thread) - before) / REQUESTS;
  }
}
