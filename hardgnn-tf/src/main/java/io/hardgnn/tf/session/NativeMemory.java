package io.hardgnn.tf.session;

import com.sun.management.OperatingSystemMXBean;
import io.hardgnn.error.Excerpt;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;

/**
 * The memory that TensorFlow may take beside the Java heap.
 *
 * <p>JavaCPP, under TensorFlow Java, refuses to allocate when the process takes more than four
 * times the largest heap ({@code -Xmx}), or what its property {@value #LIMIT} says. Thread-safe.
 */
public final class NativeMemory {

  /** JavaCPP's property for the most bytes of the process, such as {@code 24g}; 0 is no limit. */
  public static final String LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

  private NativeMemory() {}

  /**
   * Does something native.
   *
   * @throws EngineException if JavaCPP refuses to allocate; names the limit and what to set
   */
  public static <T> T within(Supplier<T> work) {
    try {
      return work.get();
    } catch (OutOfMemoryError e) {
      if (isLimit(e)) {
        throw new EngineException(explain(e), e);
      }
      throw e; // the Java heap
    }
  }

  /**
   * Returns the most bytes that the process may take: the memory of the machine or, in a container
   * with a limit, of the container; or JavaCPP's limit if that is lower.
   *
   * @throws NativeLibraryException if the library that knows cannot be loaded
   */
  public static long limit() {
    NativeLibrary.load();
    long machine = Pointer.totalPhysicalBytes();
    long limit = Pointer.maxPhysicalBytes();
    return Math.min(container(), Math.min(bound(limit), bound(machine)));
  }

  /** Returns the memory that the JDK sees, which knows the limits of containers. */
  private static long container() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? bound(system.getTotalMemorySize())
        : Long.MAX_VALUE;
  }

  private static long bound(long bytes) {
    return bytes > 0 ? bytes : Long.MAX_VALUE;
  }

  /** Returns bytes as text, such as {@code 1.5 GiB}. */
  public static String text(long bytes) {
    return bytes < 1L << 30
        ? String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20))
        : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1 << 30));
  }

  private static boolean isLimit(OutOfMemoryError e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("physicalBytes") || message.contains("totalBytes");
  }

  private static String explain(OutOfMemoryError e) {
    return "TensorFlow may not take more memory: "
        + Excerpt.sentence(e)
        + ". JavaCPP lets the process take four times -Xmx, unless -D"
        + LIMIT
        + "=SIZE says otherwise (0 is no limit): raise it, or use a smaller batchSize, fewer"
        + " negatives or a smaller embeddingDim";
  }
}
