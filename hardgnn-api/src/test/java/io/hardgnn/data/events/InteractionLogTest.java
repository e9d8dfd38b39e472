package io.hardgnn.data.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A builder of a log")
class InteractionLogTest {

  @Test
  @DisplayName("builds once and takes nothing afterwards, so that the log stays as it is")
  void buildsOnce() {
    InteractionLog.Builder builder = InteractionLog.builder().add("u", "i", 5);
    InteractionLog log = builder.build();
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the log was built");
    assertThatThrownBy(() -> builder.add("v", "j", 6))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the log was built");
    assertThat(DelimitedReaderTest.rows(log)).containsExactly("u i 5");
  }
}
