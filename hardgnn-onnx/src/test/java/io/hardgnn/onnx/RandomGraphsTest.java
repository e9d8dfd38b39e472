package io.hardgnn.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.ops.RandomGraph;
import io.hardgnn.seed.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("A graph of operations drawn at random")
class RandomGraphsTest {

  private static final double TOLERANCE = 1e-4;

  @Test
  @DisplayName("has the same values in ONNX Runtime as in plain Java, or the same refusals")
  void agrees(@Seed long seed) {
    check(seed, 100);
  }

  @Test
  @Tag("thorough")
  @DisplayName("does so for many of them")
  void agreesOften(@Seed long seed) {
    check(seed, 10_000);
  }

  private static void check(long first, int graphs) {
    for (int graph = 0; graph < graphs; graph++) {
      long seed = first + graph;
      OracleParity.Feeds feeds = new OracleParity.Feeds(new SplittableRandom(seed));
      RandomGraph.feeds(seed).forEach(feeds::put);
      List<List<String>> refusals = new ArrayList<>();
      OracleParity.check(
          "graph " + seed,
          feeds,
          TOLERANCE,
          ops -> {
            RandomGraph.Written written = RandomGraph.write(ops, seed);
            refusals.add(written.refusals());
            return written.outputs();
          });
      assertThat(refusals).hasSizeGreaterThan(1).as("graph %d", seed).containsOnly(refusals.get(0));
    }
  }
}
