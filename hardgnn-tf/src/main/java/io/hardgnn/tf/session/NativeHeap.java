package io.hardgnn.tf.session;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The C library's heap, from which TensorFlow's tensors come.
 *
 * <p>What is freed stays in the allocator's pools, to be used again. The tensors of a step are of
 * other sizes than those of the step before, so that the pools of glibc are cut up and grow: by
 * 250 MB in an epoch of ml-1m, three quarters of it free. Thread-safe.
 */
public final class NativeHeap {

  private static final Logger LOG = LoggerFactory.getLogger(NativeHeap.class);
  private static final String COMMANDS = "com.sun.management:type=DiagnosticCommand";
  private static final String TRIM = "systemTrimNativeHeap";

  private static volatile boolean trims = true;

  private NativeHeap() {}

  /**
   * Gives free pages back to the system, in milliseconds, where the JVM has a command for it:
   * HotSpot on Linux with glibc, JDK 18 and later updates of 17. Elsewhere does nothing.
   *
   * @return whether the JVM has it
   */
  public static boolean trim() {
    if (!trims) {
      return false;
    }
    try {
      ManagementFactory.getPlatformMBeanServer().invoke(new ObjectName(COMMANDS), TRIM, null, null);
    } catch (JMException | RuntimeException e) { // of a server that guards its beans, too
      trims = false;
      LOG.debug("this JVM has no command that trims the native heap", e);
    }
    return trims;
  }
}
