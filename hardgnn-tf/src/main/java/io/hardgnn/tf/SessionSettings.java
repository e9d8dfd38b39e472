package io.hardgnn.tf;

import io.hardgnn.engine.TrainingConfig;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;

/**
 * How a {@link TfGraph} uses the machine.
 *
 * @param intraOpThreads threads within one operation, at least 1; TensorFlow keeps the number of a process's first graph for
 *     all later ones
 * @param interOpThreads operations that run side by side, at least 1; what each computes does not depend on their number, so
 *     neither do the bits
 * @param gpu whether a GPU is used where one is present
 */
public record SessionSettings(int intraOpThreads, int interOpThreads, boolean gpu) {

  /** Checks the ranges. */
  public SessionSettings {
    atLeastOne("intraOpThreads", intraOpThreads);
    atLeastOne("interOpThreads", interOpThreads);
  }

  /**
   * Operations side by side: many are too small for more than one thread, so two of them keep two processors busy; more bring
   * nothing.
   */
  private static final int SIDE_BY_SIDE = 2;

  /** Returns every available processor within an operation, two operations side by side, and a GPU where one is present. */
  public static SessionSettings defaults() {
    int processors = Runtime.getRuntime().availableProcessors();
    return new SessionSettings(processors, Math.min(SIDE_BY_SIDE, processors), true);
  }

  /** Returns these settings with another number of threads within one operation. */
  public SessionSettings withIntraOpThreads(int threads) {
    return new SessionSettings(threads, interOpThreads, gpu);
  }

  /** Returns these settings with another number of operations side by side. */
  public SessionSettings withInterOpThreads(int threads) {
    return new SessionSettings(intraOpThreads, threads, gpu);
  }

  /** Returns these settings with or without a GPU. */
  public SessionSettings withGpu(boolean use) {
    return new SessionSettings(intraOpThreads, interOpThreads, use);
  }

  /** Returns these settings with the threads that a run asks for, if it does. */
  SessionSettings withThreadsOf(TrainingConfig config) {
    int threads = config.threads();
    return threads == 0
        ? this
        : withIntraOpThreads(threads).withInterOpThreads(Math.min(SIDE_BY_SIDE, threads));
  }

  /**
   * Returns TensorFlow's form: GPU memory grows on demand, and what a GPU cannot run is placed on the CPU. Its memory optimiser is
   * off: it turns sums into ones whose order depends on which operand is ready first.
   */
  ConfigProto toProto() {
    RewriterConfig.Builder rewrites =
        RewriterConfig.newBuilder().setMemoryOptimization(RewriterConfig.MemOptType.NO_MEM_OPT);
    ConfigProto.Builder config =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(intraOpThreads)
            .setInterOpParallelismThreads(interOpThreads)
            .setAllowSoftPlacement(true)
            .setGraphOptions(GraphOptions.newBuilder().setRewriteOptions(rewrites))
            .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true));
    if (!gpu) {
      config.putDeviceCount("GPU", 0);
    }
    return config.build();
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1: " + value);
    }
  }
}
