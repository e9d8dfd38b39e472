package io.hardgnn.onnx.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.onnx.graph.Payload;
import io.hardgnn.seed.Seed;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A memory-mapped table of embeddings")
class EmbeddingTableTest {

  @TempDir private Path folder;

  @ParameterizedTest(name = "in mappings of {0} bytes")
  @ValueSource(longs = {1, 12, 30, 100, 1 << 20})
  @DisplayName("gives each row as it was written, across mappings")
  void rows(long mappingBytes, @Seed long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[3 * 17];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    Path file = folder.resolve("table.f32");
    EmbeddingTable.write(file, EmbeddingRows.of(values, 3));
    try (EmbeddingTable table = EmbeddingTable.open(file, 17, 3, mappingBytes)) {
      for (int row = 0; row < 17; row++) {
        assertThat(table.row(row))
            .as("row " + row + ", seed " + seed)
            .containsExactly(Arrays.copyOfRange(values, 3 * row, 3 * row + 3));
      }
    }
  }

  @Test
  @DisplayName("is little-endian 32-bit floats without a header")
  void layout() throws IOException {
    Path file = folder.resolve("table.f32");
    EmbeddingTable.write(file, EmbeddingRows.of(new float[] {1, -2}, 1));
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(bytes.remaining()).isEqualTo(8);
    assertThat(bytes.getFloat()).isEqualTo(1);
    assertThat(bytes.getFloat()).isEqualTo(-2);
  }

  @Test
  @DisplayName("refuses rows that are not there, and all rows once closed")
  void bounds() throws IOException {
    Path file = folder.resolve("table.f32");
    EmbeddingTable.write(file, EmbeddingRows.of(new float[] {1, 2, 3, 4}, 2));
    EmbeddingTable table = EmbeddingTable.open(file, 2, 2);
    assertThatThrownBy(() -> table.row(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> table.row(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> table.row(0, new float[1]))
        .isInstanceOf(IndexOutOfBoundsException.class);
    table.close();
    table.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> table.row(0))
        .withMessageContaining("table.f32");
  }

  @Test
  @DisplayName("refuses a file of another size, naming both")
  void wrongSize() throws IOException {
    Path file = folder.resolve("table.f32");
    Files.write(file, new byte[15]);
    assertThatThrownBy(() -> EmbeddingTable.open(file, 2, 2))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("16")
        .hasMessageContaining("15");
  }

  @Test
  @DisplayName("may exceed 2 GiB")
  void beyondTwoGibibytes() throws IOException {
    int dim = 1 << 16;
    int rows = 10_000; // 2.4 GiB, stored sparsely
    Path file = folder.resolve("large.f32");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(4L * dim * rows);
    }
    float[] last = new float[dim];
    last[dim - 1] = 42;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.position(4L * dim * (rows - 1));
      Payload.writeFloats(channel, last);
    }
    try (EmbeddingTable table = EmbeddingTable.open(file, rows, dim)) {
      assertThat(table.row(rows - 1)).isEqualTo(last);
      assertThat(table.row(rows - 2)).containsOnly(0);
    }
  }
}
