package io.hardgnn.benchmarks.reliability.fuzz;

/** What Jazzer calls; the system property {@value #TARGET} names the target. */
public final class JazzerTarget {

  static final String TARGET = "hardgnn.fuzz";

  private static final FuzzTarget target = open();

  private JazzerTarget() {}

  private static FuzzTarget open() {
    try {
      return FuzzTarget.Name.valueOf(System.getProperty(TARGET, "READER")).open();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Takes one input. */
  public static void fuzzerTestOneInput(byte[] bytes) throws Exception {
    target.take(bytes);
  }
}
