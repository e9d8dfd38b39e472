package io.hardgnn.onnx.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.seed.Seed;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A fast logarithm")
class LogarithmTest {

  @Test
  @DisplayName("is within what it promises of the right one, at the ends of its parts too")
  void close(@Seed long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int n = 0; n < 100_000; n++) {
      float x = (float) Math.exp(random.nextDouble() * 88);
      for (float each : new float[] {x, Math.nextUp(x), 1 + (n % 257) / 256f, Float.MAX_VALUE}) {
        assertThat(Logarithm.of(each))
            .as("of %s, seed %d", each, seed)
            .isCloseTo(Math.log(each), within(2e-7));
      }
    }
  }
}
