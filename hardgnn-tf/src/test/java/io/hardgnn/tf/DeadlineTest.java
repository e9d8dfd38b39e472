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
  @DisplayName("ends an epoch under way if none was evaluated, or if it takes twice the longest")
  void endsEpoch() throws InterruptedException {
    assertThat(over(3600).endsEpoch(false)).isTrue();
    assertThat(over(3600).endsEpoch(true)).as("it was to be foreseen").isFalse();
    assertThat(over(0.001).endsEpoch(true)).as("much slower than before").isTrue();
    Deadline ahead = new Deadline(Duration.ofHours(1));
    ahead.epochsBegin(0.001);
    Thread.sleep(5);
    assertThat(ahead.endsEpoch(true)).as("there is time").isFalse();
    Deadline none = new Deadline(null);
    none.epochsBegin(0.001);
    assertThat(none.endsEpoch(false)).isFalse();
  }
}
