package io.hardgnn.tf.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.tf.TfTrainingEngine;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The engine's name")
class TensorFlowJavaTest {

  @Test
  @DisplayName("has the version of TensorFlow's Java artifact")
  void version() {
    assertThat(new TfTrainingEngine().name()).matches("TensorFlow Java \\d+\\.\\d+\\.\\d+.*");
  }

  @Test
  @DisplayName("is without a version where the artifact does not tell it")
  void unknown() {
    assertThat(TensorFlowJava.nameAndVersion("/no/such.properties")).isEqualTo("TensorFlow Java");
  }
}
