package io.hardgnn.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.seed.Seed;
import io.hardgnn.testkit.JavaOps;
import io.hardgnn.testkit.JavaTensor;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of values share: an algebra with some inputs, and comparison of results. */
public abstract class JavaOpsTestBase {

  /** Seed of randomised tests. */
  public long seed;

  SplittableRandom random = new SplittableRandom();

  public JavaOps ops = JavaOps.with(Map.of(), Map.of());

  @BeforeEach
  void drawFrom(@Seed long drawn) {
    seed = drawn;
    random = new SplittableRandom(drawn);
  }

  /** Replaces the algebra by one with these inputs. */
  void feed(Map<String, JavaTensor> inputs) {
    ops = JavaOps.with(inputs, Map.of());
  }

  Expr ints(String name, int... sizes) {
    return ops.input(name, DType.INT, Shape.of(sizes));
  }

  Expr vector(double... values) {
    return tensor(JavaTensor.vector(values));
  }

  Expr matrix(double[]... rows) {
    return tensor(JavaTensor.matrix(rows));
  }

  Expr tensor(JavaTensor tensor) {
    return ops.constant(tensor.data(), Shape.of(tensor.sizes()));
  }

  JavaTensor randomTensor(int... sizes) {
    double[] data = new double[JavaTensor.count(sizes)];
    for (int i = 0; i < data.length; i++) {
      data[i] = random.nextGaussian();
    }
    return new JavaTensor(sizes, data);
  }

  JavaTensor value(Expr x) {
    return ops.valueOf(x);
  }

  /** Asserts the values in row-major order to 1e-14. */
  void assertValues(Expr x, double... expected) {
    assertThat(value(x).data()).containsExactly(expected, within(1e-14));
    assertThat(x.shape()).as("shape of the value").isEqualTo(Shape.of(value(x).sizes()));
  }
}
