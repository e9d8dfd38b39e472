package io.hardgnn.tf.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("SessionSettings")
class SessionSettingsTest {

  @ParameterizedTest(name = "{0}: {1} operations of {2}")
  @CsvSource({"1, 1, 1", "2, 2, 1", "3, 2, 2", "4, 2, 2", "5, 2, 3", "4095, 2, 2048"})
  @DisplayName("divide threads between two operations and lose none")
  void threads(int threads, int operations, int each) {
    SessionSettings settings = SessionSettings.defaults().threads(threads);
    assertThat(settings.interOpThreads()).isEqualTo(operations);
    assertThat(settings.intraOpThreads()).isEqualTo(each);
    assertThat(settings.threads()).isBetween(threads, threads + 1);
  }

  @Test
  @DisplayName("refuse less than one thread")
  void noThreads() {
    assertThatThrownBy(() -> SessionSettings.defaults().threads(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads must be at least 1: 0");
  }
}
