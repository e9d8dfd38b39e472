package io.hardgnn.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.ForwardingRecommender;
import io.hardgnn.RecommendRequest;
import io.hardgnn.Recommendations;
import io.hardgnn.Recommender;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.examples.SmallBundle;
import io.hardgnn.onnx.BundleRefresher;
import io.hardgnn.onnx.ReloadingRecommender;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Reasons of recommendations")
class ReasonsOfOneBundleTest {

  @Test
  @DisplayName("are of the bundle that recommended, also if another takes its place meanwhile")
  void whileAnotherTakesItsPlace(@TempDir Path folder) {
    Path served = SmallBundle.withTransitionsAndTimes(folder);
    BundleRefresher refresher = BundleRefresher.defaults().since(Instant.EPOCH);
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (ReloadingRecommender bundles = ReloadingRecommender.open(served)) {
      Recommender swapping =
          new ForwardingRecommender(bundles) {
            private boolean swapped;

            @Override
            public Recommendations recommend(RecommendRequest request) {
              Recommendations answer = super.recommend(request);
              if (!swapped) {
                swapped = true;
                InteractionLog.Builder newer = InteractionLog.builder();
                bundles.items().ids().stream()
                    .limit(20)
                    .forEach(item -> newer.add("u3", item, 1L << 41));
                refresher.refresh(served, newer.build());
                bundles.reload();
              }
              return answer;
            }
          };
      Routes routes =
          new Routes(
              new RecommenderService.Settings(served), bundles, swapping, meters, Titles.none());
      String query = "user=u3&n=5&reasons=true";
      byte[] whileSwapped = routes.answer("/recommend", query).body();
      assertThat(new String(whileSwapped, StandardCharsets.UTF_8))
          .contains("becauseOf")
          .isEqualTo(new String(routes.answer("/recommend", query).body(), StandardCharsets.UTF_8));
    }
  }
}
