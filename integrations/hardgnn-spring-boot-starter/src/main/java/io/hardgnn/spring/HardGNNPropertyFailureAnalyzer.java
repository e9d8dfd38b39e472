package io.hardgnn.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Makes the report of an application that does not start because of a property. */
final class HardGNNPropertyFailureAnalyzer
    extends AbstractFailureAnalyzer<HardGNNPropertyException> {

  private final Environment environment;

  HardGNNPropertyFailureAnalyzer(Environment environment) {
    this.environment = environment;
  }

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, HardGNNPropertyException cause) {
    ConfigurationProperty given = given(cause.property());
    if (given == null) {
      return new FailureAnalysis(
          "The recommender cannot be opened, because of the property '"
              + cause.property()
              + "', which is not set: "
              + cause.reason(),
          "Set " + cause.property() + ", or hardgnn.enabled=false to start without a recommender.",
          cause);
    }
    String origin = given.getOrigin() == null ? "" : ", which comes from " + given.getOrigin();
    return new FailureAnalysis(
        "The recommender cannot be opened, because of the property '"
            + cause.property()
            + "'"
            + origin
            + ": "
            + cause.reason(),
        "Change the value of " + cause.property() + ", or what it names.",
        cause);
  }

  private @Nullable ConfigurationProperty given(String property) {
    ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
    for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
      ConfigurationProperty given = source.getConfigurationProperty(name);
      if (given != null) {
        return given;
      }
    }
    return null;
  }
}
