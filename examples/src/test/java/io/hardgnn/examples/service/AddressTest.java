package io.hardgnn.examples.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Where a server listens")
final class AddressTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, http://127.0.0.1:8080/",
    "localhost, http://localhost:8080/",
    "::1, http://[::1]:8080/",
    "[::1], http://[::1]:8080/"
  })
  @DisplayName("is told as a browser takes it")
  void url(String host, String url) {
    assertThat(new Address(host, 8080).url()).isEqualTo(url);
  }

  @Test
  @DisplayName("is named where it does not exist")
  void unknown() {
    assertThatThrownBy(() -> new Address("no-such-host.invalid", 8081).bound())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no-such-host.invalid")
        .hasMessageContaining("8081");
  }
}
