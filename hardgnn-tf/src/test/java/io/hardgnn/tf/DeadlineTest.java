package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The end of a run's time")
class DeadlineTest {

  private static Deadline over(double longestSeconds) throws InterruptedException {
    Deadline deadline = new Deadline(Duration.ofMillis(20));
    deadline.epochsBegin(longestSeconds);
    Thread.sleep(40);
    return deadline;
  }

  @Test
  @DisplayName("leaves room for another epoch without what only the first one does")
  void preparation() throws InterruptedException {
    Deadline plain = new Deadline(Duration.ofSeconds(2));
    Deadline prepared = new Deadline(Duration.ofSeconds(2));
    plain.epochsBegin(0);
    prepared.epochsBegin(0);
    Thread.sleep(1100);
    plain.epochEnded(0);
    prepared.epochEnded(1);
    assertThat(plain.allowsAnother()).isFalse();
    assertThat(prepared.allowsAnother()).isTrue();
  }

  @Test
  @DisplayName("is an overrun where the epoch under way takes twice as long as any before it")
  void overrun() throws InterruptedException {
    assertThat(over(3600).isOver()).isTrue();
    assertThat(over(3600).isOverrun()).as("it was to be foreseen").isFalse();
    assertThat(over(0.001).isOverrun()).as("much slower than before").isTrue();
    Deadline ahead = new Deadline(Duration.ofHours(1));
    ahead.epochsBegin(0.001);
    Thread.sleep(5);
    assertThat(ahead.isOverrun()).as("there is time").isFalse();
    Deadline none = new Deadline(null);
    none.epochsBegin(0.001);
    assertThat(none.isOverrun()).isFalse();
  }
}
