package io.hardgnn.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.benchmarks.data.Generated;
import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.benchmarks.harness.Models;
import io.hardgnn.benchmarks.harness.Report;
import io.hardgnn.blend.Blend;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.onnx.BundleRefresher;
import io.hardgnn.onnx.OnnxExporter;
import io.hardgnn.onnx.RefreshReport;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Time that a bundle takes to be refreshed. */
@Command(
    description =
        "Refreshes a bundle whose model trained for one step (its shape is what matters), d = 128, with generated events: one in"
            + " twenty is of a new user and one in a hundred of a new item.")
public final class RefreshSpeed extends Benchmark {

  private static final int PER_USER = 20;

  @Option(names = "--items", defaultValue = "100000", description = "default ${DEFAULT-VALUE}")
  private int items;

  @Option(names = "--users", defaultValue = "100000", description = "default ${DEFAULT-VALUE}")
  private int users;

  @Option(names = "--events", defaultValue = "1000000", description = "default ${DEFAULT-VALUE}")
  private int events;

  @Option(
      names = "--propagate",
      defaultValue = "true",
      arity = "1",
      description = "whether the node phase is run again; default ${DEFAULT-VALUE}")
  private boolean propagate;

  /** Runs the program. */
  public static void main(String[] args) {
    Benchmark.main(new RefreshSpeed(), args);
  }

  @Override
  protected Report measure() throws IOException {
    Path folder = Files.createTempDirectory("hardgnn-refresh");
    try {
      Path bundle = folder.resolve("bundle");
      HardGNN hardGnn =
          Models.oneStep(
                  new ResidualGraph(), Blend.off().transitionWeights(2.0).popularityWeights(0.2))
              .build();
      long end;
      List<String> userIds;
      List<String> itemIds;
      try (HardGNNModel model = hardGnn.fit(Generated.even(users, items, PER_USER, 7))) {
        OnnxExporter.export(model, bundle);
        end = Instant.parse(model.provenance().dataset().end()).toEpochMilli();
        userIds = List.copyOf(model.users().ids());
        itemIds = List.copyOf(model.items().ids());
      }
      SplittableRandom random = new SplittableRandom(3);
      InteractionLog.Builder log = InteractionLog.builder();
      for (int event = 0; event < events; event++) {
        String user =
            random.nextInt(20) == 0
                ? "new user " + random.nextInt(1 + users / 10)
                : userIds.get(random.nextInt(userIds.size()));
        double popular = random.nextDouble();
        String item =
            random.nextInt(100) == 0
                ? "new item " + random.nextInt(1 + items / 100)
                : itemIds.get((int) (popular * popular * itemIds.size()));
        log.add(user, item, end + 1 + event);
      }
      InteractionLog newer = log.build();
      Report report = new Report();
      double cpu = cpuSeconds();
      RefreshReport done = BundleRefresher.defaults().propagate(propagate).refresh(bundle, newer);
      report.row(
          "items",
          items,
          "users",
          users,
          "interactions before",
          users * PER_USER,
          "events",
          done.events(),
          "grown users",
          done.grownUsers(),
          "new users",
          done.newUsers(),
          "new items",
          done.newItems(),
          "propagated",
          done.propagated(),
          "seconds",
          done.seconds(),
          "CPU seconds",
          cpuSeconds() - cpu);
      return report;
    } finally {
      delete(folder);
    }
  }

  /** Returns the processor time of this process. */
  private static double cpuSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }
}
