package io.hardgnn.examples.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is to be closed")
final class ClosingTest {

  private final List<String> closed = new ArrayList<>();
  private final Closing closing = new Closing();

  private void push(String step, boolean fails) {
    closing.push(
        () -> {
          closed.add(step);
          if (fails) {
            throw new IllegalStateException(step);
          }
        });
  }

  @Test
  @DisplayName("is closed once, the last opened first")
  void order() {
    push("a", false);
    push("b", false);
    closing.close();
    closing.close();
    assertThat(closed).containsExactly("b", "a");
  }

  @Test
  @DisplayName("is closed also after a step that fails; the first failure has the others")
  void failures() {
    push("a", false);
    push("b", true);
    push("c", true);
    push("d", false);
    assertThatThrownBy(closing::close)
        .hasMessage("c")
        .satisfies(
            failure -> assertThat(failure.getSuppressed()).singleElement().hasToString(text("b")));
    assertThat(closed).containsExactly("d", "c", "b", "a");
    closing.close();
    assertThat(closed).hasSize(4);
  }

  private static String text(String message) {
    return new IllegalStateException(message).toString();
  }

  @Test
  @DisplayName("is closed after a failure, which has those of the steps")
  void afterFailure() {
    push("a", true);
    push("b", false);
    IOException failure = new IOException("cannot listen");
    closing.closeAfter(failure);
    assertThat(closed).containsExactly("b", "a");
    assertThat(failure.getSuppressed()).singleElement().hasToString(text("a"));
  }
}
