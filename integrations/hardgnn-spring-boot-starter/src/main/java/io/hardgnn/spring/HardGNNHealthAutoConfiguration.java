package io.hardgnn.spring;

import io.hardgnn.Recommender;
import io.hardgnn.onnx.ReloadingRecommender;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Tells the health of the recommender, the application's own included, where Actuator's health is
 * on the class path, unless {@code management.health.hardgnn.enabled} is {@code false}.
 */
@AutoConfiguration(after = HardGNNAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnEnabledHealthIndicator("hardgnn")
@ConditionalOnSingleCandidate(Recommender.class)
public class HardGNNHealthAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean(name = "hardgnnHealthIndicator")
  HealthIndicator hardgnnHealthIndicator(
      Recommender recommender, ObjectProvider<ReloadingRecommender> reloading) {
    return new RecommenderHealthIndicator(recommender, reloading.getIfUnique());
  }
}
