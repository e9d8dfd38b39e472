package io.hardgnn.loss;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.ParameterRole;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.lowering.ShapeOps;
import io.hardgnn.testkit.JavaOps;
import io.hardgnn.testkit.JavaTensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("L2 regularisation")
class L2RegularizationTest {

  private static double of(L2Scope scope) {
    JavaOps ops =
        JavaOps.with(
            Map.of(),
            Map.of(
                "vectors", JavaTensor.matrix(new double[][] {{1, 2}}),
                "trust", JavaTensor.matrix(new double[][] {{3}}),
                "some_embedding", JavaTensor.matrix(new double[][] {{4}})));
    ops.parameter("vectors", Shape.of(1, 2), ParameterRole.TABLE, Initializer.zeros());
    ops.parameter("trust", Shape.of(1, 1), ParameterRole.RELIABILITY, Initializer.zeros());
    ops.parameter("some_embedding", Shape.of(1, 1), Initializer.zeros());
    Expr sum = new L2Regularization(scope).compute(ops, null);
    return ops.valueOf(sum).data()[0];
  }

  @Test
  @DisplayName("adds up the squares of parameters by what they are, whatever they are named")
  void byRole() {
    assertThat(of(L2Scope.ALL)).isEqualTo(1 + 4 + 9 + 16);
    assertThat(of(L2Scope.TABLES)).isEqualTo(1 + 4 + 9);
  }

  @Test
  @DisplayName("of the authors' program covers its tables and the kernels of its weights")
  void published() {
    HardGNNConfig config = Presets.published();
    ShapeOps ops = new ShapeOps();
    ModelDefinition.of(config.encoder(), config.scoring(), config.objective(), 30, new float[20])
        .trainingStep(ops);
    List<String> covered =
        ops.parameterNames().stream()
            .filter(name -> L2Scope.TABLES.covers(ops.role(name)))
            .toList();
    assertThat(covered)
        .contains(
            "interval.0.user_embedding",
            "interval.0.item_embedding",
            "position_embedding",
            "reliability.0.kernel",
            "reliability.1.kernel")
        .allSatisfy(name -> assertThat(name).matches(".*_embedding|reliability.*kernel"));
    assertThat(ops.parameterNames()).hasSizeGreaterThan(covered.size());
  }
}
