package io.hardgnn.tf.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Shape;
import io.hardgnn.tf.session.SessionSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("AdamOptimizer")
class AdamOptimizerTest {

  private static final SessionSettings CPU =
      SessionSettings.defaults().intraOpThreads(2).gpu(false);
  private static final float[] START = {1.5f, -0.7f, 0.2f};
  private static final float[] GOAL = {0.5f, 2, -1};

  /** Sum of squared distances to a goal, by parameter "w". */
  private static Expr distance(TfOps ops) {
    Expr w = ops.parameter("w", Shape.of(3), Initializer.of(START));
    return ops.sumAll(ops.square(ops.sub(w, ops.input("goal", DType.FLOAT, Shape.of(3)))));
  }

  private static float[] train(AdamSettings settings, int steps) {
    try (TfGraph graph = TfGraph.create(CPU, 1)) {
      Expr loss = distance(graph.training("train"));
      AdamOptimizer adam = new AdamOptimizer(graph, settings);
      RunRequest plan = new RunRequest(List.of(loss), List.of(adam.minimize(loss)));
      for (int step = 1; step <= steps; step++) {
        Feeds feeds = new Feeds().floats("goal", GOAL, 3);
        adam.feed(feeds, rate(step), step);
        graph.run(plan, feeds);
      }
      return graph.parameters().readAll(List.of("w")).get("w");
    }
  }

  private static double rate(int step) {
    return 0.05 / step;
  }

  private static double[] plainJava(AdamSettings s, int steps) {
    double[] w = {START[0], START[1], START[2]};
    double[] m = new double[3];
    double[] v = new double[3];
    for (int step = 1; step <= steps; step++) {
      for (int i = 0; i < 3; i++) {
        double gradient = 2 * (w[i] - GOAL[i]);
        m[i] = s.beta1() * m[i] + (1 - s.beta1()) * gradient;
        v[i] = s.beta2() * v[i] + (1 - s.beta2()) * gradient * gradient;
        double corrected =
            Math.sqrt(1 - Math.pow(s.beta2(), step)) / (1 - Math.pow(s.beta1(), step));
        double decay = rate(step) * s.weightDecay() * w[i];
        w[i] -= decay + rate(step) * corrected * m[i] / (Math.sqrt(v[i]) + s.epsilon());
      }
    }
    return w;
  }

  private static void agrees(AdamSettings settings) {
    float[] trained = train(settings, 20);
    double[] expected = plainJava(settings, 20);
    for (int i = 0; i < 3; i++) {
      assertThat((double) trained[i]).as("element %d", i).isCloseTo(expected[i], within(2e-5));
    }
  }

  @Test
  @DisplayName("takes the same 20 steps as Adam in plain Java")
  void plainAdam() {
    agrees(AdamSettings.defaults());
  }

  @Test
  @DisplayName("takes the same 20 steps with other settings and weight decay")
  void withEverything() {
    AdamSettings settings = AdamSettings.defaults().betas(0.8, 0.95).epsilon(1e-4);
    agrees(settings);
    agrees(settings.weightDecay(0.3, name -> name.equals("w")));
    assertThat(train(settings.weightDecay(0.3, name -> false), 5)).isEqualTo(train(settings, 5));
  }

  @Test
  @DisplayName("leaves parameters alone that the loss does not depend on")
  void untouched() {
    try (TfGraph graph = TfGraph.create(CPU, 1)) {
      TfOps ops = graph.training("train");
      Expr loss = distance(ops);
      Expr other = ops.parameter("other", Shape.of(2), Initializer.constant(3));
      Expr stopped = ops.parameter("stopped", Shape.of(3), Initializer.constant(4));
      Expr both = ops.add(loss, ops.sumAll(ops.stopGradient(stopped)));
      AdamOptimizer adam = new AdamOptimizer(graph, AdamSettings.defaults());
      ParameterUpdate first = adam.minimize(both);
      ParameterUpdate second = adam.minimize(ops.sumAll(ops.square(other)));
      Feeds feeds = new Feeds().floats("goal", GOAL, 3);
      adam.feed(feeds, 0.1, 1);
      graph.run(new RunRequest(List.of(both), List.of(first)), feeds);
      assertThat(graph.parameters().readAll(List.of("other")).get("other")).containsExactly(3, 3);
      assertThat(graph.parameters().readAll(List.of("stopped")).get("stopped"))
          .containsExactly(4, 4, 4);
      assertThat(graph.parameters().readAll(List.of("w")).get("w")[0])
          .isCloseTo(1.4f, within(1e-4f));
      graph.run(new RunRequest(List.of(), List.of(second)), feeds);
      assertThat(graph.parameters().readAll(List.of("other")).get("other")[0])
          .isCloseTo(2.9f, within(1e-4f));
      assertThatThrownBy(() -> adam.minimize(ops.constant(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no parameter has influence");
    }
  }

  @Test
  @DisplayName("goes on from a checkpoint of parameters and slots with the same bits")
  void resumes() {
    float[] uninterrupted = train(AdamSettings.defaults(), 10);
    Map<String, float[]> parameters;
    Map<String, float[]> slots;
    try (TfGraph graph = TfGraph.create(CPU, 1)) {
      Expr loss = distance(graph.training("train"));
      AdamOptimizer adam = new AdamOptimizer(graph, AdamSettings.defaults());
      RunRequest plan = new RunRequest(List.of(loss), List.of(adam.minimize(loss)));
      for (int step = 1; step <= 4; step++) {
        Feeds feeds = new Feeds().floats("goal", GOAL, 3);
        adam.feed(feeds, rate(step), step);
        graph.run(plan, feeds);
      }
      parameters = graph.parameters().readAll(graph.parameters().parameterNames());
      slots = graph.parameters().readAll(graph.parameters().slotNames());
    }
    assertThat(slots).containsOnlyKeys("w/adam_m", "w/adam_v");
    try (TfGraph graph = TfGraph.create(CPU, 2)) {
      graph.parameters().assignAll(parameters); // before the model is built
      Expr loss = distance(graph.training("train"));
      AdamOptimizer adam = new AdamOptimizer(graph, AdamSettings.defaults());
      RunRequest plan = new RunRequest(List.of(loss), List.of(adam.minimize(loss)));
      graph.parameters().assignAll(slots); // and after
      for (int step = 5; step <= 10; step++) {
        Feeds feeds = new Feeds().floats("goal", GOAL, 3);
        adam.feed(feeds, rate(step), step);
        graph.run(plan, feeds);
      }
      assertThat(graph.parameters().readAll(List.of("w")).get("w")).isEqualTo(uninterrupted);
    }
  }

  @Test
  @DisplayName("refuses settings out of range and names them")
  void ranges() {
    assertThatThrownBy(() -> AdamSettings.defaults().betas(1, 0.9)).hasMessageContaining("beta1");
    assertThatThrownBy(() -> AdamSettings.defaults().epsilon(0)).hasMessageContaining("epsilon");
  }
}
