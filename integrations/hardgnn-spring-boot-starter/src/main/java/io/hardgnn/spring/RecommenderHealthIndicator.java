package io.hardgnn.spring;

import io.hardgnn.Recommender;
import io.hardgnn.RecommenderInfo;
import io.hardgnn.error.Excerpt;
import io.hardgnn.onnx.ReloadingRecommender;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Up while requests are answered, with what answers them. A newer bundle that cannot be opened
 * leaves it up, as the one before goes on, and is told as {@code reloadFailure}. Down once it is
 * closed.
 */
final class RecommenderHealthIndicator extends AbstractHealthIndicator {

  private final Recommender recommender;
  private final @Nullable ReloadingRecommender reloading;

  RecommenderHealthIndicator(Recommender recommender, @Nullable ReloadingRecommender reloading) {
    super("the recommender does not answer");
    this.recommender = recommender;
    this.reloading = reloading;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    RecommenderInfo info = recommender.info();
    health
        .up()
        .withDetail("version", info.version())
        .withDetail("openedAt", info.openedAt())
        .withDetail("users", info.users())
        .withDetail("items", info.items())
        .withDetail("device", info.device());
    info.createdAt().ifPresent(at -> health.withDetail("createdAt", at));
    if (reloading != null) {
      reloading
          .failure()
          .ifPresent(failure -> health.withDetail("reloadFailure", Excerpt.sentence(failure)));
    }
  }
}
