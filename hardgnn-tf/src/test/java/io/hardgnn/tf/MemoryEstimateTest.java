package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.LogLines;
import io.hardgnn.engine.TestModel;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.tf.MemoryEstimate.Moments;
import io.hardgnn.tf.session.EngineException;
import io.hardgnn.tf.session.NativeMemory;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Memory that is not there")
class MemoryEstimateTest extends TrainingTestBase {

  private static final long MIB = 1 << 20;
  private static final Moments BARE = new Moments(false, false, false, false, false);

  @Test
  @DisplayName("is noticed before training, with the figure and the settings to change")
  void refused() {
    MemoryEstimate estimate = new MemoryEstimate(3 * 1024 * MIB, 512 * MIB, MIB);
    assertThatThrownBy(() -> estimate.check(1024 * MIB, 1024 * MIB))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("at least 3.0 GiB at once (the values of a step alone 1.0 MiB)")
        .hasMessageContaining("but the process may take 1.0 GiB")
        .hasMessageContaining("embeddingDim")
        .hasMessageContaining("org.bytedeco.javacpp.maxPhysicalBytes");
    assertThatThrownBy(() -> estimate.check(4096 * MIB, 256 * MIB))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("at least 512.0 MiB of the Java heap at once")
        .hasMessageContaining("limited to 256.0 MiB")
        .hasMessageContaining("-Xmx");
    assertThat(LogLines.of(() -> estimate.check(4096 * MIB, 1024 * MIB)))
        .as("what is logged of a run that fits")
        .contains(
            "training takes at least 3.0 GiB of memory at once, and at least 512.0 MiB of the Java"
                + " heap");
  }

  @Test
  @DisplayName("for a step is refused with the settings that make a step large")
  void largeStep() {
    MemoryEstimate estimate = new MemoryEstimate(3 * 1024 * MIB, MIB, 3 * 1024 * MIB);
    assertThatThrownBy(() -> estimate.check(1024 * MIB, 1024 * MIB))
        .hasMessageContaining("the values of a step alone 3.0 GiB")
        .hasMessageContaining("lower batchSize, historyLength or the number of negatives");
  }

  @Test
  @DisplayName("is known from the shapes that a model declares")
  void declared() {
    TestModel model = TestModel.light();
    model.encoder = TestModel.EncoderKind.SELF_GNN;
    model.targets = TestModel.TargetMode.ONE_PER_USER;
    model.recommendation = TestModel.RecommendationLossKind.BCE;
    model.averagedEpochs = 0;
    HostTensor given = HostTensor.of(new float[10], 10);
    ParameterBytes bytes =
        ParameterBytes.of(definition(model), model.training(), Map.of("some", given));
    long row = 4 * model.dim;
    assertThat(bytes.itemTable()).isEqualTo(row * DATA.training().itemCount());
    assertThat(bytes.userTable()).isEqualTo(row * DATA.training().userCount());
    assertThat(bytes.start()).isEqualTo(40);
    assertThat(bytes.parameters())
        .as("a table of each interval")
        .isGreaterThan(2 * (bytes.itemTable() + bytes.userTable()));
    assertThat(bytes.slots()).isEqualTo(2 * bytes.parameters());
    model.averagedEpochs = 1;
    assertThat(ParameterBytes.of(definition(model), model.training(), Map.of()).slots())
        .isEqualTo(3 * bytes.parameters());
  }

  @Test
  @DisplayName("is counted where a run holds the most at once")
  void moments() {
    // 10 of parameters with 20 of slots, in one table whose embeddings are as large.
    ParameterBytes bytes = new ParameterBytes(10, 20, 10, 10, 0, 5);
    assertThat(MemoryEstimate.of(bytes, 1, BARE))
        .as("at the end: variables and two tables; the best weights and two tables")
        .isEqualTo(new MemoryEstimate(5 + 30 + 20 + 10 + 20, 5 + 30, 1));
    assertThat(MemoryEstimate.of(bytes, 1000, BARE))
        .as("in a step")
        .isEqualTo(new MemoryEstimate(5 + 30 + 1000, 5 + 30, 1000));
    assertThat(MemoryEstimate.of(bytes, 1, new Moments(true, true, false, false, false)))
        .as("in a validation: the tables, beside the weights and their averages")
        .isEqualTo(new MemoryEstimate(5 + 30 + 20 + 20 + 20, 5 + 40, 1));
    assertThat(MemoryEstimate.of(bytes, 1, new Moments(true, true, true, false, false)))
        .as("in the next validation: beside the best weights, and a table that goes")
        .isEqualTo(new MemoryEstimate(5 + 30 + 30 + 30 + 20, 5 + 50, 1));
    assertThat(MemoryEstimate.of(bytes, 1, new Moments(false, true, false, true, false)))
        .as("while a checkpoint is written: all variables, the best weights, a table")
        .isEqualTo(new MemoryEstimate(5 + 30 + 20 + 50, 5 + 50, 1));
    assertThat(
            MemoryEstimate.of(bytes, 1, new Moments(false, false, false, true, true)).heapBytes())
        .as("while a checkpoint is read, beside the initial values")
        .isEqualTo(5 + 30 + 40);
  }

  @Test
  @DisplayName("for a step grows with batch, history, negatives and width")
  void step() {
    TestModel model = TestModel.light();
    long least = step(model);
    assertThat(least).isPositive();
    model.batchSize *= 2;
    assertThat(step(model)).isBetween(least * 3 / 2, least * 3);
    model.historyLength /= 3;
    assertThat(step(model)).isLessThan(least * 3 / 2);
    model.negatives *= 2;
    model.dim *= 2;
    assertThat(step(model)).isGreaterThan(least);
  }

  @Test
  @DisplayName("is counted with two vectors for each negative of a query's own")
  void pairs() {
    TestModel model = TestModel.light();
    model.targets = TestModel.TargetMode.EVERY_POSITION;
    model.recommendation = TestModel.RecommendationLossKind.BCE;
    model.negatives = 1;
    long one = step(model);
    model.negatives = 3;
    long row = Float.BYTES * (2L * model.dim + 1);
    assertThat((step(model) - one) % (2 * row)).isZero();
    assertThat((step(model) - one) / (2 * row)).as("queries of a step").isGreaterThan(1);
  }

  private static long step(TestModel model) {
    return StepBytes.of(
        definition(model),
        model.training(),
        DATA.training().sequences(),
        model.batches(DATA.training()).epoch(0).size());
  }

  @Test
  @DisplayName("and that JavaCPP refuses is an EngineException that names its limit")
  void limit() {
    assertThat(NativeMemory.limit()).isPositive();
    OutOfMemoryError javaCpp =
        new OutOfMemoryError(
            "Physical memory usage is too high: physicalBytes (2G) > maxPhysicalBytes (1G)");
    assertThatThrownBy(
            () ->
                NativeMemory.within(
                    () -> {
                      throw javaCpp;
                    }))
        .isInstanceOf(EngineException.class)
        .hasCause(javaCpp)
        .hasMessageContaining("-Dorg.bytedeco.javacpp.maxPhysicalBytes=SIZE");
    OutOfMemoryError heap = new OutOfMemoryError("Java heap space");
    assertThatThrownBy(
            () ->
                NativeMemory.within(
                    () -> {
                      throw heap;
                    }))
        .isSameAs(heap);
  }
}
