package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.data.Sequences;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.TestModel;
import io.hardgnn.engine.TrainingConfig;
import io.hardgnn.engine.TrainingJob;
import io.hardgnn.engine.TrainingListener;
import io.hardgnn.negatives.CandidateSampler;
import io.hardgnn.negatives.CandidateSamplerFactory;
import io.hardgnn.negatives.UniformSampler;
import java.lang.reflect.Proxy;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The fingerprint of a run")
class RunFingerprintTest extends TrainingTestBase {

  private static final TestModel MODEL = TestModel.residual();

  private static String of(ModelDefinition definition) {
    return RunFingerprint.of(
        new TrainingJob(
            definition,
            MODEL.training(),
            DATA.training(),
            null,
            TrainingListener.NONE,
            null,
            false));
  }

  private static String of(CandidateSamplerFactory sampler) {
    return of(definition(MODEL).withCandidateSampler(sampler));
  }

  /** A sampler of an application. */
  private record Own(UniformSampler uniform) implements CandidateSampler {
    @Override
    public void drawForUser(SplittableRandom random, int user, int[] into, int from, int to) {
      uniform.drawForUser(random, user, into, from, to);
    }

    @Override
    public int[] drawShared(SplittableRandom random, int count) {
      return uniform.drawShared(random, count);
    }

    @Override
    public boolean hasNegatives(int user) {
      return uniform.hasNegatives(user);
    }
  }

  @Test
  @DisplayName("tells samplers of random negatives apart, however they are made")
  void sampler() {
    String uniform = of(definition(MODEL));
    assertThat(of(UniformSampler::new)).isEqualTo(uniform);
    CandidateSamplerFactory lambda = training -> new Own(new UniformSampler(training));
    assertThat(of(lambda)).isNotEqualTo(uniform);
    CandidateSamplerFactory other = this::own;
    assertThat(of(other)).isEqualTo(of(lambda));
  }

  private CandidateSampler own(Sequences training) {
    return new Own(new UniformSampler(training));
  }

  @Test
  @DisplayName("does not depend on class names that another process would not give")
  void generated() {
    String first = of(training -> generated(CandidateSampler.class));
    String second = of(training -> generated(CandidateSampler.class, Runnable.class));
    assertThat(first).isEqualTo(second).isNotEqualTo(of(definition(MODEL)));
  }

  private static CandidateSampler generated(Class<?>... interfaces) {
    return (CandidateSampler)
        Proxy.newProxyInstance(
            RunFingerprintTest.class.getClassLoader(),
            interfaces,
            (proxy, method, arguments) -> {
              throw new AssertionError(method);
            });
  }

  @Test
  @DisplayName("tells encoders apart")
  void encoder() {
    ModelDefinition definition = definition(MODEL);
    ModelDefinition other = MODEL.definition(TestModel.selfGnn().encoder(), DATA.training());
    assertThat(of(other)).isNotEqualTo(of(definition));
    assertThat(of(definition(MODEL))).isEqualTo(of(definition));
  }

  @Test
  @DisplayName("tells apart what a run learns by, and not how long it goes on")
  void settings() {
    String base = of(definition(MODEL));
    assertThat(trainedWith(run -> run.epochs(99))).isEqualTo(base);
    assertThat(trainedWith(run -> run.stopping(stopping -> stopping.patience(9)))).isEqualTo(base);
    assertThat(trainedWith(run -> run.adam(adam -> adam.beta2(0.5)))).isNotEqualTo(base);
    assertThat(trainedWith(run -> run.schedule(schedule -> schedule.warmupSteps(9))))
        .isNotEqualTo(base);
    assertThat(trainedWith(run -> run.seed(9))).isNotEqualTo(base);
    TestModel hotter = TestModel.residual();
    hotter.cosineTemperature = 0.2;
    assertThat(of(definition(hotter))).isNotEqualTo(base);
  }

  private static String trainedWith(UnaryOperator<TrainingConfig> change) {
    return RunFingerprint.of(
        new TrainingJob(
            definition(MODEL),
            change.apply(MODEL.training()),
            DATA.training(),
            null,
            TrainingListener.NONE,
            null,
            false));
  }
}
