package io.hardgnn.onnx.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The lengths of rows of transitions")
class TransitionFilesTest {

  @TempDir private Path folder;

  private int[] lengths(int items, float... weights) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4 * weights.length).order(ByteOrder.LITTLE_ENDIAN);
    Path to = Files.write(folder.resolve("to"), bytes.array());
    bytes.asFloatBuffer().put(weights);
    return TransitionFiles.lengths(
        to, Files.write(folder.resolve("weights"), bytes.array()), items);
  }

  @Test
  @DisplayName("leave out zeros at the end of a row alone, whatever their sign")
  void trailingZeros() throws IOException {
    assertThat(lengths(4, 1, 2, 3, 0, 0, 4, 5, 0, -0f, 0, 0, 0)).containsExactly(3, 3, 1, 0);
  }

  @Test
  @DisplayName("are right for rows that lie in more than one piece of the file")
  void acrossPieces() throws IOException {
    int perRow = 7;
    int items = 30_000;
    float[] weights = new float[items * perRow];
    int[] expected = new int[items];
    for (int item = 0; item < items; item++) {
      expected[item] = item % (perRow + 1);
      for (int n = 0; n < expected[item]; n++) {
        weights[item * perRow + n] = 1;
      }
    }
    assertThat(lengths(items, weights)).isEqualTo(expected);
  }
}
