package io.hardgnn.tf.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Shape;
import io.hardgnn.tf.session.SessionSettings;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("WeightAverages")
class WeightAveragesTest {

  private static final SessionSettings CPU = SessionSettings.defaults().gpu(false);
  private static final double DECAY = 0.7;

  @Test
  @DisplayName("follow the weights after each step, the first step's exactly")
  void follow() {
    try (TfGraph graph = TfGraph.create(CPU, 1)) {
      TfOps ops = graph.training("train");
      Expr w = ops.parameter("w", Shape.of(2), Initializer.of(new float[] {3, -1}));
      Expr loss = ops.sumOfSquares(w);
      AdamOptimizer adam = new AdamOptimizer(graph, AdamSettings.defaults());
      WeightAverages averages = new WeightAverages(graph);
      RunRequest plan = new RunRequest(List.of(loss), List.of(averages.after(adam.minimize(loss))));
      double[] expected = new double[2];
      for (int step = 1; step <= 30; step++) {
        Feeds feeds = new Feeds();
        adam.feed(feeds, 0.1, step);
        averages.feed(feeds, DECAY, step);
        graph.run(plan, feeds);
        float[] now = graph.parameters().readAll(List.of("w")).get("w");
        double kept = Math.min(DECAY, (step - 1.0) / (step + 9.0));
        for (int i = 0; i < 2; i++) {
          expected[i] = kept * expected[i] + (1 - kept) * now[i];
          assertThat((double) averages.readAll().get("w")[i])
              .as("step %d, element %d", step, i)
              .isCloseTo(expected[i], within(1e-5));
        }
        if (step == 1) {
          assertThat(averages.readAll().get("w")).containsExactly(now);
        }
      }
      assertThat(graph.parameters().slotNames()).contains("w/average");
    }
  }
}
