package io.hardgnn.tf;

import io.hardgnn.engine.TrainingConfig;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;

/**
 * How a {@link TfGraph} uses the machine.
 *
 * @param intraOpThreads threads within one operation, at least 1; TensorFlow keeps the number of a process's first graph for
 *     all later ones
 * @param interOpThreads operations that run side by side, at least 1; 1 keeps the order of summation, and so the bits, fixed
 * @param gpu whether a GPU is used where one is present
 */
public record SessionSettings(int intraOpThreads, int interOpThreads, boolean gpu) {

  /** Checks the ranges. */
  public SessionSettings {
    atLeastOne("intraOpThreads", intraOpThreads);
    atLeastOne("interOpThreads", interOpThreads);
  }

  /** Returns every available processor within an operation, one operation at a time, and a GPU where one is present. */
  public static SessionSettings defaults() {
    return new SessionSettings(Runtime.getRuntime().availableProcessors(), 1, true);
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
    return config.threads() > 0 ? withIntraOpThreads(config.threads()) : this;
  }

  /** Returns TensorFlow's form: GPU memory grows on demand, and what a GPU cannot run is placed on the CPU. */
  ConfigProto toProto() {
    ConfigProto.Builder config =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(intraOpThreads)
            .setInterOpParallelismThreads(interOpThreads)
            .setAllowSoftPlacement(true)
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
