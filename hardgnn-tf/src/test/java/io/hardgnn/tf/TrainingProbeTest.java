package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.encoder.selfgnn.Recurrence;
import io.hardgnn.engine.TestModel;
import io.hardgnn.loss.BinaryCrossEntropy;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.Objective;
import io.hardgnn.negatives.Pool;
import io.hardgnn.step.Targets;
import io.hardgnn.tf.session.OperationTimes;
import io.hardgnn.tf.session.SessionSettings;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("A training probe")
class TrainingProbeTest extends TrainingTestBase {

  @Test
  @DisplayName(
      "runs as many steps as asked for, across epochs, traces one, and leaves no thread behind")
  void steps() {
    TestModel model = TestModel.light();
    try (TrainingProbe probe =
        new TrainingProbe(
            definition(model),
            model.training(),
            DATA.training(),
            SessionSettings.defaults().gpu(false))) {
      int perEpoch = probe.stepsPerEpoch();
      StepTimes times = probe.run(perEpoch + 1);
      assertThat(times.steps()).hasSize(perEpoch + 1);
      assertThat(
              times.steps().subList(0, perEpoch).stream().mapToInt(StepTimes.Step::sequences).sum())
          .as("users of the first epoch")
          .isEqualTo(DATA.users().size());
      assertThat(times.steps()).allSatisfy(step -> assertThat(step.stepMillis()).isPositive());
      assertThat(probe.profile().on("CPU"))
          .extracting(OperationTimes.Kind::name)
          .contains("ResourceApplyAdam");
    }
    assertThat(feederIsAlive()).isFalse();
  }

  @Test
  @DisplayName("finds what exact mining finds if the table that proposes is as new as the step")
  void sameMining() {
    TestModel model = mining(1);
    model.hardNegatives = 1; // sixteen proposals, fewer than there are items
    model.maskTargets = false; // a masked step sees other graphs than the table
    for (MiningAgreement agreement : compare(model, 10)) {
      assertThat(agreement.exact()).isPositive();
      assertThat(agreement.found()).isEqualTo(agreement.exact());
      assertThat(agreement.tableAge()).isZero();
      assertThat(agreement.share()).isEqualTo(1);
    }
  }

  @Test
  @Tag("thorough") // with the paper's whole encoder, or items do not move apart enough
  @DisplayName("tells that an old table has lost items, and how old it is")
  void lostItems() {
    TestModel model = TestModel.selfGnn();
    model.miningRefreshSteps = 1000;
    model.batchSize = 4;
    model.hardNegatives = 1; // sixteen proposals, fewer than there are items
    model.learningRate = 0.3;
    List<MiningAgreement> old =
        compare(model, 50).stream().filter(agreement -> agreement.tableAge() > 0).toList();
    assertThat(old)
        .isNotEmpty()
        .allSatisfy(agreement -> assertThat(agreement.share()).isBetween(0.0, 1.0))
        .anySatisfy(agreement -> assertThat(agreement.found()).isLessThan(agreement.exact()));
  }

  @Test
  @DisplayName(
      "lets a table miss a tenth of the updates so far, never more than the settings say, and none in an epoch's first step")
  void ageOfTable() {
    TestModel model = mining(3);
    model.batchSize = 4; // fifty steps an epoch
    List<Integer> ages = compare(model, 51).stream().map(MiningAgreement::tableAge).toList();
    assertThat(ages.subList(0, 20)).containsOnly(0);
    assertThat(ages.subList(20, 30)).containsExactly(1, 0, 1, 0, 1, 0, 1, 0, 1, 0);
    for (int step = 30; step < 50; step++) {
      assertThat(ages.get(step)).as("age in step " + step).isEqualTo((step - 29) % 3);
    }
    assertThat(ages.get(50)).isZero();
  }

  @Test
  @DisplayName("refuses to compare the ways of mining of a model that has one of them or none")
  void nothingToCompare() {
    assertThatThrownBy(() -> compare(mining(0), 1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> compare(TestModel.residual(), 1))
        .isInstanceOf(IllegalStateException.class);
    TestModel model = mining(1);
    Objective byScore =
        new Objective(new Targets.OnePerUser(), new BinaryCrossEntropy(2))
            .plus(0.1, new InfoNce().hardNegatives(1).from(new Pool.Proposed(1)));
    try (TrainingProbe probe =
        new TrainingProbe(
            definition(model).objective(byScore), model.training(), DATA.training())) {
      assertThatThrownBy(probe::compareMining)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("by cosine");
    }
    assertThat(new MiningAgreement(0, 0, 0).share()).isEqualTo(1);
  }

  private static TestModel mining(int refreshSteps) {
    TestModel model = TestModel.selfGnn();
    model.miningRefreshSteps = refreshSteps;
    model.intervals = 1; // what is mined has nothing to do with how deep the encoder is
    model.recurrence = Recurrence.NONE;
    model.attentionLayers = 0;
    model.beta = 0;
    return model;
  }

  private static List<MiningAgreement> compare(TestModel model, int steps) {
    try (TrainingProbe probe =
        new TrainingProbe(definition(model), model.training(), DATA.training())) {
      return Stream.generate(probe::compareMining).limit(steps).toList();
    }
  }

  @Test
  @DisplayName("sums its steps up: median, best, users a second and the share of waiting")
  void figures() {
    StepTimes times =
        new StepTimes(
            List.of(
                new StepTimes.Step(10, 5, 0, 100, false),
                new StepTimes.Step(10, 5, 50, 300, true),
                new StepTimes.Step(20, 5, 0, 50, false)));
    assertThat(times.medianMillis()).isEqualTo(100);
    assertThat(times.bestMillis()).isEqualTo(50);
    assertThat(times.sequencesPerSecond()).isCloseTo(80, within(1e-9));
    assertThat(times.waitShare()).isCloseTo(0.1, within(1e-9));
    assertThatThrownBy(() -> new StepTimes(List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
