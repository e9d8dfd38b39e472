package io.hardgnn.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.LimitedRecommender;
import io.hardgnn.Recommendation;
import io.hardgnn.Recommender;
import io.hardgnn.onnx.OnnxRecommender;
import io.hardgnn.onnx.RecommenderMetrics;
import io.hardgnn.onnx.ReloadingRecommender;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@DisplayName("The auto-configuration")
class HardGNNAutoConfigurationTest {

  @TempDir static Path folder;
  private static Path bundle = Path.of("");

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  HardGNNAutoConfiguration.class, HardGNNHealthAutoConfiguration.class))
          .withPropertyValues("hardgnn.bundle=" + folder.resolve("bundle"));

  @BeforeAll
  static void write() {
    bundle = SmallBundle.write(folder.resolve("bundle"), 1);
  }

  private static List<String> items(Recommender recommender) {
    return recommender.recommend("ann", 2).stream().map(Recommendation::item).toList();
  }

  @Test
  @DisplayName("opens the bundle that hardgnn.bundle names, and closes it with the application")
  void opens() {
    Recommender[] kept = new Recommender[1];
    runner.run(
        context -> {
          kept[0] = context.getBean(Recommender.class);
          assertThat(items(kept[0])).containsExactly("b", "c");
          assertThat(context.getBean(ReloadingRecommender.class)).isSameAs(kept[0]);
        });
    assertThatThrownBy(() -> items(kept[0])).hasMessageContaining("closed");
  }

  @Test
  @DisplayName("gives way to a recommender of the application")
  void backsOff() {
    try (OnnxRecommender own = OnnxRecommender.open(bundle)) {
      runner
          .withBean("own", Recommender.class, () -> own)
          .run(
              context -> {
                assertThat(context).getBean(Recommender.class).isSameAs(own);
                assertThat(context).doesNotHaveBean(ReloadingRecommender.class);
                assertThat(health(context).getDetails()).containsEntry("items", 3);
              });
    }
  }

  @Test
  @DisplayName("does nothing where hardgnn.enabled is false, even without a bundle")
  void disabled() {
    runner
        .withPropertyValues("hardgnn.enabled=false", "hardgnn.bundle=")
        .run(
            context -> {
              assertThat(context).hasNotFailed().doesNotHaveBean(Recommender.class);
              assertThat(context).doesNotHaveBean(HealthIndicator.class);
            });
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "hardgnn.bundle=, hardgnn.bundle, must name the folder",
    "hardgnn.bundle=/there/is/nothing, hardgnn.bundle, /there/is/nothing",
    "hardgnn.reload=0s, hardgnn.reload, above 0",
    "hardgnn.inference.intra-op-threads=0, hardgnn.inference.intra-op-threads, at least 1",
    "hardgnn.limit.concurrent=0, hardgnn.limit.concurrent, at least 1",
    "hardgnn.limit.waiting=-1, hardgnn.limit.waiting, at least 0",
    "hardgnn.limit.timeout=1s, hardgnn.limit.concurrent, must be set",
  })
  @DisplayName("does not start with a wrong property, which it names")
  void wrong(String property, String named, String reason) {
    runner
        .withPropertyValues(property)
        .run(
            context -> {
              assertThat(context).hasFailed();
              assertThat(context.getStartupFailure())
                  .hasStackTraceContaining(named)
                  .hasStackTraceContaining(reason);
            });
  }

  @Test
  @DisplayName("limits requests where hardgnn.limit.concurrent is set")
  void limits() {
    runner
        .withPropertyValues("hardgnn.limit.concurrent=2", "hardgnn.limit.timeout=100ms")
        .run(
            context ->
                assertThat(context)
                    .getBean(Recommender.class)
                    .isInstanceOf(LimitedRecommender.class));
  }

  @Test
  @DisplayName("counts where there is a registry of meters, with the tags of the properties")
  void counts() {
    runner
        .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
        .withPropertyValues("hardgnn.metrics.tags.model=shop")
        .run(
            context -> {
              Recommender recommender = context.getBean(Recommender.class);
              assertThat(recommender).isInstanceOf(RecommenderMetrics.class);
              items(recommender);
              MeterRegistry meters = context.getBean(MeterRegistry.class);
              assertThat(meters.get("hardgnn.recommender.requests").tags("model", "shop").timers())
                  .extracting(Timer::count)
                  .contains(1L);
            });
  }

  @Test
  @DisplayName(
      "does not start with a tag that some meters have of their own, and names the property")
  void ownTag() {
    runner
        .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
        .withPropertyValues("hardgnn.metrics.tags.source=web")
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .hasStackTraceContaining("hardgnn.metrics.tags: a tag of all meters may not be")
                    .hasStackTraceContaining("'source'"));
  }

  @Test
  @DisplayName("works without Micrometer and Actuator on the class path")
  void without() {
    runner
        .withClassLoader(new FilteredClassLoader(MeterRegistry.class, HealthIndicator.class))
        .run(
            context -> {
              assertThat(context).doesNotHaveBean("hardgnnHealthIndicator");
              assertThat(items(context.getBean(Recommender.class))).containsExactly("b", "c");
            });
  }

  private static Health health(AssertableApplicationContext context) {
    Health health = context.getBean(HealthIndicator.class).health();
    assertThat(health).isNotNull();
    return health;
  }

  @Test
  @DisplayName("is up with what answers, stays up where a newer bundle is damaged, and says so")
  void health() throws Exception {
    Path own = SmallBundle.write(folder.resolve("own"), 1);
    runner
        .withPropertyValues("hardgnn.bundle=" + own, "hardgnn.reload=50ms")
        .run(
            context -> {
              assertThat(health(context).getStatus()).isEqualTo(Status.UP);
              assertThat(health(context).getDetails())
                  .containsKeys("version", "openedAt", "device")
                  .containsEntry("users", 1)
                  .containsEntry("items", 3)
                  .doesNotContainKey("reloadFailure");
              Object first = health(context).getDetails().get("version");
              SmallBundle.write(own, 2);
              until(context, now -> !now.getDetails().get("version").equals(first));
              Files.writeString(own.resolve("current"), "version-9-none");
              until(context, now -> now.getDetails().containsKey("reloadFailure"));
              assertThat(health(context).getStatus()).isEqualTo(Status.UP);
              assertThat(items(context.getBean(Recommender.class))).containsExactly("b", "c");
            });
  }

  private static void until(AssertableApplicationContext context, Predicate<Health> there)
      throws InterruptedException {
    for (int tries = 0; tries < 400; tries++) {
      if (there.test(health(context))) {
        return;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("stays " + health(context).getDetails());
  }

  @Test
  @DisplayName("is down once the recommender is closed")
  void closed() {
    Consumer<AssertableApplicationContext> check =
        context -> {
          context.getBean(Recommender.class).close();
          assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
        };
    runner.run(check::accept);
  }
}
