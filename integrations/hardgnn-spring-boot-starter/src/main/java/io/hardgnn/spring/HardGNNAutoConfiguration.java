package io.hardgnn.spring;

import io.hardgnn.Recommender;
import io.hardgnn.onnx.RecommenderMetrics;
import io.hardgnn.onnx.ReloadingRecommender;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.List;
import java.util.function.UnaryOperator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/**
 * Opens the bundle that {@code hardgnn.bundle} names and offers it as {@link Recommender}, unless
 * the application has a recommender of its own or sets {@code hardgnn.enabled} to {@code false}.
 *
 * <p>The {@link Recommender} is limited and counted as the properties say. Beside it is the
 * {@link ReloadingRecommender} that it asks, for {@link ReloadingRecommender#reload} and
 * {@link ReloadingRecommender#with}; both are closed with the application.
 */
@AutoConfiguration(
    afterName =
        "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnBooleanProperty(name = "hardgnn.enabled", matchIfMissing = true)
@ConditionalOnMissingBean(Recommender.class)
@EnableConfigurationProperties(HardGNNProperties.class)
public class HardGNNAutoConfiguration {

  /**
   * What is put around the recommender to count its answers. A type of its own, as other beans may
   * be operators too.
   */
  interface Monitoring extends UnaryOperator<Recommender> {}

  @Bean
  ReloadingRecommender hardgnnBundle(HardGNNProperties properties) {
    return Opening.open(properties);
  }

  @Bean
  @Primary
  Recommender hardgnnRecommender(
      ReloadingRecommender hardgnnBundle,
      HardGNNProperties properties,
      ObjectProvider<Monitoring> monitoring) {
    Recommender limited = Opening.limited(hardgnnBundle, properties.limit());
    return monitoring.getIfAvailable(() -> recommender -> recommender).apply(limited);
  }

  /** Counts, where the application has a registry of meters. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(MeterRegistry.class)
  @ConditionalOnSingleCandidate(MeterRegistry.class)
  static class MetricsConfiguration {

    @Bean
    Monitoring hardgnnMonitoring(MeterRegistry registry, HardGNNProperties properties) {
      List<Tag> tags =
          properties.metrics().tags().entrySet().stream()
              .map(tag -> Tag.of(tag.getKey(), tag.getValue()))
              .toList();
      return recommender -> {
        try {
          return RecommenderMetrics.monitor(registry, recommender, tags);
        } catch (IllegalArgumentException e) {
          throw new HardGNNPropertyException("hardgnn.metrics.tags", "" + e.getMessage(), e);
        }
      };
    }
  }
}
