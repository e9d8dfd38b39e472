package io.hardgnn.examples.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.examples.service.Turns.NoTurnException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A turn")
@Timeout(60)
class TurnsTest {

  @Test
  @DisplayName("is refused at once where as many wait as may, and comes to those who do")
  void bounded() throws Exception {
    Turns turns = new Turns(1, 1, Duration.ofMinutes(1));
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    ExecutorService callers = Executors.newFixedThreadPool(2);
    try {
      Future<String> first = callers.submit(() -> turns.take(() -> held(begun, end)));
      begun.await();
      Future<String> second = callers.submit(() -> turns.take(() -> "second"));
      while (turns.waiting() == 0) {
        Thread.sleep(1);
      }
      assertThatThrownBy(() -> turns.take(() -> "third"))
          .isInstanceOf(NoTurnException.class)
          .hasMessageContaining("1 requests wait already");
      end.countDown();
      assertThat(first.get()).isEqualTo("first");
      assertThat(second.get()).isEqualTo("second");
      assertThat(turns.take(() -> "fourth")).isEqualTo("fourth");
    } finally {
      end.countDown();
      callers.shutdownNow();
    }
  }

  private static String held(CountDownLatch begun, CountDownLatch end) {
    begun.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "first";
  }

  @Test
  @DisplayName("that does not come in time is refused, and none may wait where nobody may")
  void late() throws Exception {
    Turns turns = new Turns(1, 1, Duration.ofMillis(5));
    Turns none = new Turns(1, 0, Duration.ofMinutes(1));
    assertThatThrownBy(() -> turns.take(() -> other(turns)))
        .isInstanceOf(NoTurnException.class)
        .hasMessageContaining("within 5 ms");
    assertThatThrownBy(() -> none.take(() -> other(none)))
        .isInstanceOf(NoTurnException.class)
        .hasMessageContaining("0 requests wait already");
  }

  /** Asks while a turn is taken. */
  private static String other(Turns turns) {
    return turns.take(() -> "another");
  }
}
