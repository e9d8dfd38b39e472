package io.hardgnn.benchmarks;

import io.hardgnn.benchmarks.accelerator.AcceleratorCase;
import io.hardgnn.benchmarks.accelerator.AcceleratorResult;
import io.hardgnn.benchmarks.accelerator.AcceleratorRun;
import io.hardgnn.benchmarks.accelerator.AcceleratorTask;
import io.hardgnn.benchmarks.accelerator.CudaLibraries;
import io.hardgnn.benchmarks.accelerator.DeviceCheck;
import io.hardgnn.benchmarks.accelerator.NvidiaSmi;
import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.benchmarks.harness.Fork;
import io.hardgnn.benchmarks.harness.Report;
import io.hardgnn.io.Json;
import io.hardgnn.tf.session.OperationTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Training and serving on the GPU beside the CPU, at three sizes: all that fills the table of
 * docs/gpu.md.
 */
@Command(
    description = {
      "Measures training and serving on the GPU and beside it on the CPU, each case and device in a JVM of its own. Without a GPU",
      "only the CPU is measured, and one line says why. Data are generated; TF32 is off.",
      "",
      "ml-1m/default      6,040 users, 3,416 items, 999,611 interactions, the default preset without dropout",
      "ml-1m/paper        the same, the paper's settings for MovieLens with histories of 50",
      "gowalla/paper      48,653 users, 52,621 items, 1,800,000 interactions, the paper's settings for Gowalla (T = 3) with",
      "                   histories of 50; an epoch is 10,000 users in 20 steps",
      "gowalla-x10/paper  ten times that"
    })
public final class AcceleratorReport extends Benchmark {

  private static final double AGREEMENT = 1e-3;

  @Option(
      names = "--cases",
      split = ",",
      defaultValue = "ml-1m/default,ml-1m/paper,gowalla/paper,gowalla-x10/paper",
      description = "which cases, separated by commas; default ${DEFAULT-VALUE}")
  private List<String> cases = List.of();

  @Option(
      names = "--skip-cpu",
      split = ",",
      paramLabel = "CASE",
      description = "cases that only the GPU runs, separated by commas; default none")
  private List<String> skipCpu = List.of();

  @Option(
      names = "--steps",
      defaultValue = "15",
      description = "single steps that count; default ${DEFAULT-VALUE}")
  private int steps;

  @Option(
      names = "--warmup",
      defaultValue = "3",
      description = "single steps before those that count, at least 1; default ${DEFAULT-VALUE}")
  private int warmup;

  @Option(
      names = "--losses",
      defaultValue = "50",
      description = "first steps whose losses are compared; default ${DEFAULT-VALUE}")
  private int losses;

  @Option(
      names = "--epoch-users",
      defaultValue = "0",
      description = "users of an epoch instead of the settings' number; default 0, the settings'")
  private int epochUsers;

  @Option(
      names = "--placement",
      description =
          "traces a step of each case and lists which kinds of operation ran on which device")
  private boolean placement;

  @Option(
      names = "--trial",
      description = "120 users and 150 items for every case: seconds, and no figure worth keeping")
  private boolean trial;

  @Option(
      names = "--bandwidth",
      defaultValue = "4.8",
      description =
          "memory bandwidth of the card for the floor, TB/s; default ${DEFAULT-VALUE}, an H200")
  private double bandwidth;

  @Option(
      names = "--tflops",
      defaultValue = "60",
      description =
          "single-precision operations of the card for the floor, 10^12 a second; default ${DEFAULT-VALUE}, an H200")
  private double tflops;

  @Option(
      names = "--heap",
      defaultValue = "8g",
      description = "most heap of each run; default ${DEFAULT-VALUE}")
  private String heap = "";

  private final Report report = new Report();
  private final Map<String, AcceleratorResult> results = new LinkedHashMap<>();

  /** Runs the program. */
  public static void main(String[] args) {
    Benchmark.main(new AcceleratorReport(), args);
  }

  @Override
  protected Report measure() throws IOException, InterruptedException {
    List<AcceleratorCase> chosen = cases.stream().map(this::find).toList();
    skipCpu.forEach(this::find);
    if (steps < 1 || warmup < 1 || losses < 1) {
      throw new IllegalArgumentException("--steps, --warmup and --losses must be at least 1");
    }
    DeviceCheck.Found found =
        Fork.run(DeviceCheck.class, DeviceCheck.Found.class, "512m", Map.of(), List.of());
    NvidiaSmi.Answer cards = NvidiaSmi.query(NvidiaSmi.PROGRAM);
    describe(found, cards);
    boolean gpu = found.gpu() != null;
    for (AcceleratorCase one : chosen) {
      OptionalDouble difference = OptionalDouble.empty();
      @Nullable AcceleratorResult onGpu = gpu ? run(one, true) : null;
      @Nullable AcceleratorResult onCpu = skipCpu.contains(one.name()) ? null : run(one, false);
      if (onGpu != null && onCpu != null) {
        difference = OptionalDouble.of(largestDifference(onCpu.losses(), onGpu.losses()));
      }
      difference.ifPresent(value -> judge(one, value));
    }
    return report.detail("results", results);
  }

  private AcceleratorCase find(String name) {
    List<AcceleratorCase> all = AcceleratorCase.all(trial);
    return all.stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no case is named '"
                        + name
                        + "'; there are "
                        + String.join(", ", all.stream().map(AcceleratorCase::name).toList())));
  }

  private void describe(DeviceCheck.Found found, NvidiaSmi.Answer cards) {
    report.detail("device", found);
    report.detail("cards", cards.toString());
    report.note(
        "TensorFlow "
            + found.tensorFlow()
            + (found.gpuBuild() ? ", GPU natives" : ", CPU natives")
            + "; GPU: "
            + (found.gpu() == null ? "none" : found.gpu())
            + "; cards: "
            + cards
            + "; CUDA libraries open: "
            + (found.libraries().isEmpty()
                ? "none"
                : String.join(", ", found.libraries().values())));
    if (found.gpu() == null) {
      report.note(reason(found, cards));
    }
  }

  /** Says in one line why there is no GPU. */
  static String reason(DeviceCheck.Found found, NvidiaSmi.Answer cards) {
    if (!found.gpuBuild()) {
      return "No GPU column: these are TensorFlow's CPU natives; build with -Dhardgnn.gpu.";
    }
    List<String> missing = CudaLibraries.missing(found.libraries());
    String why =
        missing.contains(CudaLibraries.DRIVER)
            ? "no driver: libcuda.so.1 is not on the library path, and without it nothing else is looked for"
            : missing.isEmpty()
                ? "its libraries are there"
                : "not on the library path: " + String.join(", ", missing);
    return "No GPU column: TensorFlow's GPU natives found no GPU they can use ("
        + why
        + "; "
        + (cards.problem() == null ? "cards: " + cards : cards.problem())
        + ").";
  }

  /** Measures one case; what fails is a note and no end of the report, which may have had hours. */
  private @Nullable AcceleratorResult run(AcceleratorCase one, boolean gpu)
      throws IOException, InterruptedException {
    String device = gpu ? "GPU" : "CPU";
    progress("%s on %s", one.name(), device);
    boolean trace = placement || gpu; // on a GPU, the trace tells the memory, too
    AcceleratorTask task = new AcceleratorTask(one, gpu, warmup, steps, losses, epochUsers, trace);
    Path file = Files.createTempFile("hardgnn-accelerator", ".json");
    Json.write(file, task);
    try (NvidiaSmi.MemoryWatch watch = new NvidiaSmi.MemoryWatch(NvidiaSmi.PROGRAM)) {
      AcceleratorResult result =
          Fork.run(
              AcceleratorRun.class,
              AcceleratorResult.class,
              heap,
              Map.of("NVIDIA_TF32_OVERRIDE", "0"),
              List.of(file.toString()));
      results.put(one.name() + " " + device, result);
      row(one, device, result, gpu ? watch : null);
      if (placement && result.trace() != null) {
        report.note(placement(one, device, result.trace()));
      }
      return result;
    } catch (IOException e) {
      report.note(one.name() + " on " + device + " failed: " + e.getMessage());
      return null;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private void row(
      AcceleratorCase one,
      String device,
      AcceleratorResult result,
      NvidiaSmi.@Nullable MemoryWatch watch) {
    report.row(
        "case",
        one.name(),
        "device",
        device,
        "first step ms",
        result.firstStepMillis(),
        "step ms",
        result.stepMillis(),
        "card's floor ms",
        result.work().floorMillis(bandwidth, tflops),
        "steps/epoch",
        result.stepsPerEpoch(),
        "epoch s",
        result.epochSeconds(),
        "waiting %",
        100 * result.waitShare(),
        "evaluation s",
        result.evaluationSeconds(),
        "step's device MiB",
        watch == null ? "-" : allocated(result),
        "card's MiB",
        watch == null || watch.peakMegabytes().isEmpty() ? "-" : watch.peakMegabytes().getAsLong(),
        "peak RSS MiB",
        result.peakRssMb(),
        "export s",
        result.exportSeconds(),
        "ONNX on",
        result.onnx().device(),
        "recommend us",
        result.onnx().recommendMicros(),
        "new history us",
        result.onnx().historyMicros(),
        "32 users us",
        result.onnx().batchMicros());
  }

  /**
   * Returns the most bytes that TensorFlow's allocator of the GPU had in use during the traced
   * step, in MiB.
   */
  private static Object allocated(AcceleratorResult result) {
    if (result.trace() == null) {
      return "-";
    }
    return result.trace().bytesInUse().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("GPU"))
        .map(Map.Entry::getValue)
        .max(Long::compare)
        .<Object>map(bytes -> bytes >> 20)
        .orElse("-");
  }

  /** Lists what ran on which device; on a GPU, everything that ran on the CPU. */
  static String placement(AcceleratorCase one, String device, OperationTimes trace) {
    StringBuilder text = new StringBuilder(one.name() + " on " + device + ", one step traced:");
    if (device.equals("GPU")) {
      List<OperationTimes.Kind> onCpu = trace.on("CPU");
      int all = trace.kinds().stream().mapToInt(OperationTimes.Kind::count).sum();
      text.append(
          String.format(
              Locale.ROOT,
              " %d of %d operations on the CPU",
              onCpu.stream().mapToInt(OperationTimes.Kind::count).sum(),
              all));
      for (OperationTimes.Kind kind : onCpu) {
        text.append(
            String.format(
                Locale.ROOT,
                "%n%-40s %5d %8.2f ms",
                kind.name(),
                kind.count(),
                kind.milliseconds()));
      }
      text.append("\n");
    }
    return text.append("\n").append(trace).toString();
  }

  private void judge(AcceleratorCase one, double difference) {
    report.note(
        String.format(
            Locale.ROOT,
            "%s: losses of the first %d steps differ by at most %.1e relative, %s %.0e",
            one.name(),
            losses,
            difference,
            difference <= AGREEMENT ? "within" : "NOT within",
            AGREEMENT));
  }

  /**
   * Returns the largest difference of two runs' losses, relative to the first run's.
   *
   * @throws IllegalArgumentException if the runs have other numbers of steps
   */
  static double largestDifference(List<Double> expected, List<Double> actual) {
    if (expected.size() != actual.size()) {
      throw new IllegalArgumentException(
          "losses of " + expected.size() + " and of " + actual.size() + " steps");
    }
    double largest = 0;
    for (int step = 0; step < expected.size(); step++) {
      double difference = Math.abs(actual.get(step) - expected.get(step));
      double relative = difference / Math.abs(expected.get(step));
      if (!(relative <= largest)) { // a loss that is no number counts, too
        largest = Double.isNaN(relative) ? Double.POSITIVE_INFINITY : relative;
      }
    }
    return largest;
  }
}
