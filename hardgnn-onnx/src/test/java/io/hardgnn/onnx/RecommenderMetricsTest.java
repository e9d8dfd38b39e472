package io.hardgnn.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.RecommendRequest;
import io.hardgnn.Recommender;
import io.hardgnn.UnknownIdException;
import io.hardgnn.onnx.bundle.BundleWriter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The meters of a recommender")
class RecommenderMetricsTest {

  private static final String PREFIX = "hardgnn.recommender.";

  @TempDir private Path folder;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  private Recommender monitored() {
    BundleWriter.write(
        folder.resolve("bundle"),
        TinyBundle.contents()
            .provenance(Map.of("created_at", Instant.now().minusSeconds(3600).toString()))
            .build());
    return RecommenderMetrics.monitor(
        registry, ReloadingRecommender.open(folder.resolve("bundle")), Tags.of("model", "shop"));
  }

  @Test
  @DisplayName("have no tag for all whose name some have of their own")
  void ownTags() {
    BundleWriter.write(folder.resolve("bundle"), TinyBundle.contents().build());
    try (Recommender recommender = OnnxRecommender.open(folder.resolve("bundle"))) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> RecommenderMetrics.monitor(registry, recommender, Tags.of("source", "web")))
          .withMessageContaining("'source'");
      assertThat(registry.getMeters()).isEmpty();
    }
  }

  private double count(String name, String... tags) {
    return registry.get(PREFIX + name).tags(tags).counter().count();
  }

  private long calls(String request, String outcome) {
    return registry
        .get(PREFIX + "requests")
        .tags("request", request, "outcome", outcome, "model", "shop")
        .timer()
        .count();
  }

  @Test
  @DisplayName("count and time what was asked, also by short forms, and what came of it")
  void counts() {
    try (Recommender shop = monitored()) {
      shop.recommend("ann", 2);
      shop.recommendFor(List.of("a", "x", "y"), 2);
      assertThatThrownBy(() -> shop.recommend("zoe", 2)).isInstanceOf(UnknownIdException.class);
      shop.recommendAll(List.of("bob", "joe"), 2);
      shop.recommend(RecommendRequest.forUser("eve"));
      shop.observe("ann", "z");
      shop.scores("ann", List.of("a"));
      shop.embed(List.of("a"));
      shop.similarItems("a", 1);
      assertThat(calls("recommend", "SUCCESS")).isEqualTo(3);
      assertThat(calls("recommend", "ERROR")).isEqualTo(1);
      assertThat(calls("recommend_all", "SUCCESS")).isEqualTo(1);
      assertThat(calls("scores", "SUCCESS")).isEqualTo(1);
      assertThat(calls("embed", "SUCCESS")).isEqualTo(1);
      assertThat(calls("similar_items", "SUCCESS")).isEqualTo(1);
      assertThat(count("answers", "source", "model")).isEqualTo(2);
      assertThat(count("answers", "source", "cold")).isEqualTo(1);
      assertThat(count("answers", "source", "fallback")).isEqualTo(1);
      assertThat(count("answers", "source", "unknown_user")).isEqualTo(1);
      assertThat(count("unknown.items")).isEqualTo(3);
    }
  }

  @Test
  @DisplayName("tell the age and the version of the model that is served now")
  void model() {
    Recommender shop = monitored();
    assertThat(registry.get(PREFIX + "model.age").timeGauge().value())
        .isCloseTo(3600, within(60.0));
    assertThat(registry.get(PREFIX + "model.version").gauge().value()).isEqualTo(1);
    shop.close();
    assertThat(registry.get(PREFIX + "model.version").gauge().value()).isNaN();
    assertThat(registry.get(PREFIX + "model.age").timeGauge().value()).isNaN();
    try (Recommender next = monitored()) {
      assertThat(next.users().size()).isPositive();
      assertThat(registry.get(PREFIX + "model.version").gauge().value())
          .as("of the one that was monitored last")
          .isNotNaN();
    }
  }

  @Test
  @DisplayName("have names of lower-case words between dots, and all a description")
  void names() {
    monitored().close();
    for (Meter meter : registry.getMeters()) {
      assertThat(meter.getId().getName()).matches("hardgnn\\.recommender(\\.[a-z]+)+");
      assertThat(meter.getId().getDescription()).isNotBlank();
    }
  }
}
