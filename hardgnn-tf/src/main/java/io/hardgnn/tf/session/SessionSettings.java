package io.hardgnn.tf.session;

import io.hardgnn.tf.graph.TfGraph;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;

/**
 * How a {@link TfGraph} uses the machine.
 *
 * @param intraOpThreads threads within one operation, at least 1; TensorFlow keeps the number of a
 *     process's first graph for all later ones
 * @param interOpThreads operations that run side by side, at least 1; from two on, rows are cut
 *     into parts, each with numbers of its own for dropout and sums of its own, so that the last
 *     bits depend on it
 * @param gpu whether a GPU is used where one is present
 */
public record SessionSettings(int intraOpThreads, int interOpThreads, boolean gpu) {

  /** Checks the ranges. */
  public SessionSettings {
    atLeastOne("intraOpThreads", intraOpThreads);
    atLeastOne("interOpThreads", interOpThreads);
  }

  private static final int SIDE_BY_SIDE = 2;

  /** Returns the threads of all processors, and a GPU where one is present. */
  public static SessionSettings defaults() {
    return new SessionSettings(1, 1, true).threads(Runtime.getRuntime().availableProcessors());
  }

  /**
   * Returns these settings with a number of threads in all, for two operations side by side where
   * there are two or more. Most operations of a step are too small to be divided well, so two at
   * half the threads each are faster than one after the other. Both have the same number: an odd
   * one above 1 is rounded up, so 3 threads become 4 and none is lost.
   *
   * @param threads at least 1
   */
  public SessionSettings threads(int threads) {
    atLeastOne("threads", threads);
    int operations = Math.min(SIDE_BY_SIDE, threads);
    int each = operations == SIDE_BY_SIDE ? threads / 2 + threads % 2 : threads;
    return intraOpThreads(each).interOpThreads(operations);
  }

  /** Returns the threads in all: those of the operations that run side by side. */
  public int threads() {
    return intraOpThreads * interOpThreads;
  }

  /** Returns these settings with another number of threads within one operation. */
  public SessionSettings intraOpThreads(int threads) {
    return new SessionSettings(threads, interOpThreads, gpu);
  }

  /** Returns these settings with another number of operations side by side. */
  public SessionSettings interOpThreads(int threads) {
    return new SessionSettings(intraOpThreads, threads, gpu);
  }

  /** Returns these settings with or without a GPU. */
  public SessionSettings gpu(boolean use) {
    return new SessionSettings(intraOpThreads, interOpThreads, use);
  }

  /** Returns these settings with the threads that a run asks for, or as they are for 0. */
  public SessionSettings orThreads(int threads) {
    return threads > 0 ? threads(threads) : this;
  }

  /**
   * Returns TensorFlow's form: GPU memory grows on demand, and what a GPU cannot run is placed on
   * the CPU. Its memory optimiser is off: it turns sums into ones whose order depends on which
   * operand is ready first.
   */
  public ConfigProto toProto() {
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
