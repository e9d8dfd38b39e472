package io.hardgnn.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.onnx.runtime.InferenceOptions;
import io.hardgnn.onnx.runtime.InferenceSession;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Products in whole numbers")
class IntegerProductsTest {

  private static final int COLUMNS = 37;

  @TempDir private Path folder;

  @ParameterizedTest(name = "are exact, extreme numbers included, for rows of {0}")
  @ValueSource(ints = {1, 3, 8, 64, 130})
  void exact(int dim) throws IOException {
    SplittableRandom random = new SplittableRandom(dim);
    byte[] table = new byte[dim * COLUMNS];
    for (int i = 0; i < table.length; i++) {
      // the first columns hold nothing but the ends of the range
      table[i] = (byte) (i % COLUMNS < 5 ? (i % 2 == 0 ? 63 : -63) : random.nextInt(-63, 64));
    }
    Arrays.fill(table, 0, 1, (byte) 63);
    Files.write(folder.resolve("table.i8"), table);
    for (int rows : new int[] {1, 32}) {
      float[] values = new float[rows * dim];
      for (int i = 0; i < values.length; i++) {
        values[i] = i % 3 == 0 ? 1 : i % 3 == 1 ? -1 : (float) random.nextDouble(-1, 1);
      }
      Arrays.fill(values, 0, dim, 1); // a row of the largest
      OnnxScoringOps ops = new OnnxScoringOps(name -> null);
      Expr x = ops.input("x", DType.FLOAT, Shape.of(Dim.named("B"), dim));
      Path model = folder.resolve("products.onnx");
      ops.model(
              "products",
              Map.of(
                  "y",
                  ops.integerProducts(
                      x, new TensorSource.External("table.i8", 0, table.length), COLUMNS)),
              Map.of())
          .write(model);
      int[] given;
      try (InferenceSession session = InferenceSession.open(model, InferenceOptions.defaults())) {
        given =
            Objects.requireNonNull(
                    session.run(Map.of("x", HostTensor.of(values, rows, dim))).get("y"))
                .ints();
      }
      int[] expected = new int[rows * COLUMNS];
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < COLUMNS; column++) {
          for (int i = 0; i < dim; i++) {
            int integer = (int) Math.rint(values[row * dim + i] * 127.0);
            expected[row * COLUMNS + column] += integer * table[i * COLUMNS + column];
          }
        }
      }
      assertThat(given).isEqualTo(expected);
    }
  }
}
