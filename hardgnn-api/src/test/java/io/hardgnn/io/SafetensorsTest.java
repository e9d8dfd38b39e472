package io.hardgnn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hardgnn.io.ArtifactException.Reason;
import io.hardgnn.seed.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Safetensors")
class SafetensorsTest {

  @TempDir Path folder;

  private static Map<String, TensorData> sample() {
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    tensors.put(
        "items",
        TensorData.ofFloats(new float[] {1.5f, -0f, Float.NaN, Float.MIN_VALUE, 1e38f, 3f}, 2, 3));
    tensors.put("counts", TensorData.ofInts(new int[] {Integer.MIN_VALUE, 0, 7}, 3));
    tensors.put("times", TensorData.ofLongs(new long[] {Long.MAX_VALUE, -1}, 1, 2));
    tensors.put("none", TensorData.ofFloats(new float[0], 0, 64));
    tensors.put("scalar/ü\"", TensorData.ofFloats(new float[] {42}));
    return tensors;
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("weights.safetensors"), bytes);
  }

  private Path file(String header, int dataBytes) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    return file(bytes.putLong(text.length).put(text).array());
  }

  private static byte[] write(Path file) throws IOException {
    write(file, sample(), Map.of("format", "test"));
    return Files.readAllBytes(file);
  }

  private static void write(
      Path file, Map<String, TensorData> tensors, Map<String, String> metadata) {
    AtomicFiles.write(file, out -> Safetensors.write(out, tensors, metadata));
  }

  @Test
  @DisplayName("gives back what was written: names in order, types, shapes, every bit, metadata")
  void roundTrip() throws IOException {
    Path file = folder.resolve("a.safetensors");
    write(file);

    TensorSet read = Safetensors.read(file);

    assertThat(read.tensors()).containsExactlyEntriesOf(sample());
    assertThat(read.metadata()).containsExactly(Map.entry("format", "test"));
  }

  @Test
  @DisplayName("lays a file out byte for byte as the format says")
  void exactBytes() throws IOException {
    Path file = folder.resolve("a.safetensors");
    write(file, Map.of("a", TensorData.ofInts(new int[] {1, -2}, 2)), Map.of());

    String header = "{\"a\":{\"dtype\":\"I32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
    String padded = header + " ".repeat((8 - header.length() % 8) % 8);
    ByteBuffer expected =
        ByteBuffer.allocate(8 + padded.length() + 8).order(ByteOrder.LITTLE_ENDIAN);
    expected
        .putLong(padded.length())
        .put(padded.getBytes(StandardCharsets.UTF_8))
        .putInt(1)
        .putInt(-2);
    assertThat(Files.readAllBytes(file)).isEqualTo(expected.array());
  }

  @Test
  @DisplayName("holds tensors larger than its buffers, and no tensors at all")
  void largeAndEmpty() {
    float[] values = new float[300_001];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 0.1f;
    }
    Path file = folder.resolve("large.safetensors");
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    tensors.put("odd", TensorData.ofInts(new int[] {1}, 1));
    tensors.put("large", TensorData.ofFloats(values, 300_001));
    write(file, tensors, Map.of());
    assertThat(Safetensors.read(file).floats("large", TensorSet.ANY)).isEqualTo(values);

    write(file, Map.of(), Map.of());
    assertThat(Safetensors.read(file).tensors()).isEmpty();
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [1,2]                                                                     | must be an object
          nonsense                                                                  | not valid JSON
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}                     | not valid JSON
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} {}                 | more than one JSON value
          {"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}                    | dtype "F64"; supported are [F32, I32, I64]
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}                    | its shape needs 8 bytes
          {"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}                   | negative number
          {"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}                  | must be a whole number
          {"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}                  | must be a whole number
          {"a":{"dtype":"F32","shape":[9999999999],"data_offsets":[0,4]}}           | at most 2147483639
          {"a":{"dtype":"F32","shape":[65536,65536],"data_offsets":[0,17179869184]}}| more than 2147483639 elements
          {"a":{"dtype":"F32","shape":[2147483639],"data_offsets":[0,8589934556]}}  | only 4 bytes of data
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}                    | its shape needs 4 bytes
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}                    | only 4 bytes of data
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}                  | more than 2 numbers
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[99999999999999999999,4]}} | not valid JSON
          {"a":{"dtype":"F32","shape":[1]}}                                         | must have a dtype, a shape and two data_offsets
          {"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}        | "shape" twice
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}              | unknown field "x"
          {"a":{"dtype":"I32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"I32","shape":[1],"data_offsets":[0,4]}} | "a" appears twice
          {"a":{"dtype":"I32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"I32","shape":[1],"data_offsets":[0,4]}} | overlaps
          {"a":{"dtype":"I32","shape":[0],"data_offsets":[2,2]}}                    | leaves a hole
          {}                                                                        | the tensors end at byte 0
          {"__metadata__":{"k":1}}                                                  | must be a string
          {"__metadata__":{},"__metadata__":{}}                                     | __metadata__ appears twice
          """)
  @DisplayName("refuses a header that lies, and says how")
  void lyingHeaders(String header, String expected) throws IOException {
    Path file = file(header, 4);

    ArtifactException e =
        catchThrowableOfType(ArtifactException.class, () -> Safetensors.read(file));

    assertThat(e.reason()).isEqualTo(Reason.CORRUPT);
    assertThat(e).hasMessageContaining(expected).hasMessageStartingWith(file.toString());
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 0, 1, 100, 1L << 31, 1L << 40})
  @DisplayName("refuses an absurd header length before allocating anything for it")
  void absurdHeaderLength(long length) throws IOException {
    Path file =
        file(ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length).array());

    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining(Long.toUnsignedString(length) + " bytes");
  }

  @Test
  @DisplayName("refuses a header nested without end, and one in another encoding")
  void hostileText() throws IOException {
    assertThatThrownBy(() -> Safetensors.read(file("{\"a\":" + "[".repeat(1 << 20), 0)))
        .isInstanceOf(ArtifactException.class);
    byte[] utf16 = "{\"a\":1}".getBytes(StandardCharsets.UTF_16LE);
    byte[] bytes =
        ByteBuffer.allocate(8 + utf16.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(utf16.length)
            .put(utf16)
            .array();
    assertThatThrownBy(() -> Safetensors.read(file(bytes))).isInstanceOf(ArtifactException.class);
    byte[] invalid = {2, 0, 0, 0, 0, 0, 0, 0, '{', (byte) 0xff};
    assertThatThrownBy(() -> Safetensors.read(file(invalid))).isInstanceOf(ArtifactException.class);
  }

  @Test
  @DisplayName("refuses the file cut at every possible length")
  void everyTruncation() throws IOException {
    byte[] whole = write(folder.resolve("a.safetensors"));
    for (int length = 0; length < whole.length; length++) {
      Path cut = file(Arrays.copyOf(whole, length));
      ArtifactException e =
          catchThrowableOfType(ArtifactException.class, () -> Safetensors.read(cut));
      assertThat(e).as("cut to %d bytes", length).isNotNull();
      assertThat(e.reason()).isEqualTo(Reason.CORRUPT);
    }
  }

  @Test
  @DisplayName("answers random damage with tensors or a typed exception, never anything else")
  void randomDamage(@Seed long seed) throws IOException {
    randomDamage(seed, 500);
  }

  @Test
  @Tag("thorough")
  @DisplayName("answers much random damage with tensors or a typed exception, never anything else")
  void muchRandomDamage(@Seed long seed) throws IOException {
    randomDamage(seed, 3000);
  }

  private void randomDamage(long seed, int rounds) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] whole = write(folder.resolve("a.safetensors"));
    int headerEnd =
        Long.BYTES + (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
    int refused = 0;
    for (int round = 0; round < rounds; round++) {
      byte[] damaged =
          random.nextInt(4) == 0
              ? Arrays.copyOf(whole, random.nextInt(2 * whole.length))
              : whole.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0 && damaged.length > 0; flips--) {
        int at =
            random.nextInt(
                random.nextBoolean() ? Math.min(damaged.length, headerEnd) : damaged.length);
        damaged[at] =
            random.nextBoolean()
                ? (byte) random.nextInt(256)
                : (byte) (damaged[at] ^ 1 << random.nextInt(8));
      }
      Path file = file(damaged);
      try {
        Safetensors.read(file);
      } catch (ArtifactException e) {
        refused++;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed + ", round " + round, e);
      }
    }
    assertThat(refused).as("seed %d", seed).isGreaterThan(rounds / 3);
  }

  @Test
  @DisplayName(
      "says which file is missing, and which tensors there are when one is asked for that is not")
  void missing() throws IOException {
    Path file = folder.resolve("a.safetensors");
    ArtifactException e =
        catchThrowableOfType(ArtifactException.class, () -> Safetensors.read(file));
    assertThat(e.reason()).isEqualTo(Reason.MISSING);
    assertThat(e.path()).isEqualTo(file);
    write(file);
    assertThatThrownBy(() -> Safetensors.read(file).get("user"))
        .hasMessageContaining("no tensor \"user\", only [items,");
  }

  @Test
  @DisplayName("hands out tensors only as the type and shape that they have")
  void expectations() throws IOException {
    write(folder.resolve("a.safetensors"));
    TensorSet set = Safetensors.read(folder.resolve("a.safetensors"));
    assertThat(set.floats("items", TensorSet.ANY, 3)).hasSize(6);
    assertThat(set.longs("times", 1, 2)).containsExactly(Long.MAX_VALUE, -1);
    assertThatThrownBy(() -> set.floats("items", TensorSet.ANY, 4))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("F32[2, 3] where F32[any, 4] was expected");
    assertThatThrownBy(() -> set.ints("items", 2, 3)).isInstanceOf(ArtifactException.class);
  }

  @Test
  @DisplayName("refuses to write what nobody could read")
  void badTensors() {
    Path file = folder.resolve("a.safetensors");
    TensorData tensor = TensorData.ofInts(new int[1], 1);
    for (String name : new String[] {"", "__metadata__"}) {
      assertThatThrownBy(() -> write(file, Map.of(name, tensor), Map.of()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(file).doesNotExist();
    assertThatThrownBy(() -> TensorData.ofInts(new int[2], 3))
        .hasMessageContaining("3 elements, but the array has 2");
    assertThatThrownBy(() -> TensorData.ofInts(new int[2], -1, -2))
        .hasMessageContaining("negative dimension");
    assertThatThrownBy(() -> TensorData.ofInts(new int[0], 1 << 20, 1 << 20))
        .hasMessageContaining("split it");
  }
}
