package io.hardgnn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.benchmarks.accelerator.AcceleratorCase;
import io.hardgnn.benchmarks.accelerator.CudaLibraries;
import io.hardgnn.benchmarks.accelerator.DeviceCheck;
import io.hardgnn.benchmarks.accelerator.NvidiaSmi;
import io.hardgnn.io.Json;
import io.hardgnn.tf.session.OperationTimes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayName("The accelerator report")
class AcceleratorReportTest {

  private static final NvidiaSmi.Answer NO_SMI =
      new NvidiaSmi.Answer(List.of(), "nvidia-smi is not on the PATH");

  @Test
  @Tag("thorough") // two processes, of which one trains, exports and serves
  @DisplayName(
      "measures a case on the CPU: a row of positive figures, the placement and the losses")
  void trial(@TempDir Path folder) {
    Path json = folder.resolve("accelerator.json");
    int code =
        new CommandLine(new AcceleratorReport())
            .execute(
                "--trial",
                "--placement",
                "--cases=gowalla/paper",
                "--steps=2",
                "--warmup=1",
                "--losses=3",
                "--heap=512m",
                "--json=" + json);
    assertThat(code).isZero();
    Map<?, ?> report = Json.read(json, Map.class);
    assertThat(report.get("notes")).asString().contains("TensorFlow 2.").contains("traced");
    Map<?, ?> row =
        (Map<?, ?>)
            ((List<?>) report.get("rows"))
                .stream()
                    .filter(one -> "CPU".equals(((Map<?, ?>) one).get("device")))
                    .findFirst()
                    .orElseThrow();
    assertThat(row.get("case")).isEqualTo("gowalla/paper");
    assertThat(row.get("ONNX on")).isEqualTo("CPU");
    for (String figure :
        List.of(
            "step ms",
            "card's floor ms",
            "epoch s",
            "evaluation s",
            "peak RSS MiB",
            "recommend us")) {
      assertThat(((Number) row.get(figure)).doubleValue()).as(figure).isPositive();
    }
    assertThat(report.get("results"))
        .extracting("gowalla/paper CPU")
        .extracting("losses")
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(3);
  }

  @Test
  @DisplayName("refuses a case that it does not know and names those it does")
  void unknownCase() {
    AcceleratorReport report = new AcceleratorReport();
    new CommandLine(report).parseArgs("--cases=ml-20m/paper");
    assertThatThrownBy(report::measure)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'ml-20m/paper'")
        .hasMessageContaining("ml-1m/default, ml-1m/paper, gowalla/paper, gowalla-x10/paper");
  }

  @Test
  @DisplayName("says in one line why there is no GPU column")
  void reason() {
    DeviceCheck.Found cpu = new DeviceCheck.Found("2.18.0", false, null, Map.of());
    assertThat(AcceleratorReport.reason(cpu, NO_SMI))
        .contains("-Dhardgnn.gpu")
        .doesNotContain("\n");
    DeviceCheck.Found noDriver = new DeviceCheck.Found("2.18.0", true, null, Map.of());
    assertThat(AcceleratorReport.reason(noDriver, NO_SMI))
        .contains("no driver: libcuda.so.1")
        .contains("nvidia-smi is not on the PATH")
        .doesNotContain("\n");
    DeviceCheck.Found noCudnn =
        new DeviceCheck.Found(
            "2.18.0",
            true,
            null,
            CudaLibraries.NEEDED.stream()
                .filter(name -> !name.equals("libcudnn"))
                .collect(Collectors.toMap(name -> name, name -> "/lib/" + name + ".so.12")));
    assertThat(
            AcceleratorReport.reason(
                noCudnn, NvidiaSmi.parse("NVIDIA H200, 570.86.15, 143771 MiB")))
        .contains("not on the library path: libcudnn;")
        .contains("driver 570.86.15");
  }

  @Test
  @DisplayName(
      "compares losses relative to the first run, and a loss that is no number is infinitely far")
  void difference() {
    assertThat(AcceleratorReport.largestDifference(List.of(2.0, 10.0), List.of(2.0, 10.1)))
        .isCloseTo(0.01, within(1e-9));
    assertThat(
            AcceleratorReport.largestDifference(
                List.of(2.0, 4.0, 1.0), List.of(2.0, Double.NaN, 1.5)))
        .isInfinite();
    assertThatThrownBy(() -> AcceleratorReport.largestDifference(List.of(1.0), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("lists what of a GPU's step ran on the CPU")
  void placement() {
    OperationTimes trace =
        new OperationTimes(
            List.of(
                new OperationTimes.Kind("MatMul", "/device:GPU:0", 5, 9),
                new OperationTimes.Kind("Tile", "/device:CPU:0", 2, 1)),
            Map.of());
    String text = AcceleratorReport.placement(AcceleratorCase.ALL.get(0), "GPU", trace);
    assertThat(text).contains("2 of 7 operations on the CPU").containsPattern("Tile +2 +1\\.00 ms");
  }
}
