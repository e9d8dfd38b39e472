package io.hardgnn.io;

import static io.hardgnn.io.ArtifactException.Reason.CORRUPT;

import io.hardgnn.error.Excerpt;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The named tensors of one file, with look-ups that explain themselves when the file does not hold
 * what was expected.
 *
 * @param source the file they came from, for messages
 * @param tensors by name, in the order of the file; unmodifiable
 * @param metadata free text by key, in the order of the file; unmodifiable
 */
public record TensorSet(
    Path source, Map<String, TensorData> tensors, Map<String, String> metadata) {

  /** Any length of a dimension, in the shapes that the look-ups expect. */
  public static final int ANY = -1;

  /** Keeps copies of the maps (the arrays are shared). */
  public TensorSet {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /**
   * The tensor of this name.
   *
   * @throws ArtifactException ({@code CORRUPT}) if there is none; the message lists those that are
   *     there
   */
  public TensorData get(String name) {
    TensorData tensor = tensors.get(name);
    if (tensor == null) {
      throw new ArtifactException(
          CORRUPT,
          source,
          "has no tensor \"" + Excerpt.of(name) + "\", only " + Excerpt.list(tensors.keySet()));
    }
    return tensor;
  }

  /**
   * The elements of a float tensor of the expected shape; {@link #ANY} accepts every length of a
   * dimension.
   *
   * @throws ArtifactException ({@code CORRUPT}) if it is absent, of another type or of another
   *     shape
   */
  public float[] floats(String name, int... shape) {
    return expect(name, TensorType.F32, shape).floats();
  }

  /**
   * The elements of an int tensor of the expected shape; {@link #ANY} accepts every length of a
   * dimension.
   *
   * @throws ArtifactException ({@code CORRUPT}) if it is absent, of another type or of another
   *     shape
   */
  public int[] ints(String name, int... shape) {
    return expect(name, TensorType.I32, shape).ints();
  }

  /**
   * The elements of a long tensor of the expected shape; {@link #ANY} accepts every length of a
   * dimension.
   *
   * @throws ArtifactException ({@code CORRUPT}) if it is absent, of another type or of another
   *     shape
   */
  public long[] longs(String name, int... shape) {
    return expect(name, TensorType.I64, shape).longs();
  }

  private TensorData expect(String name, TensorType type, int[] wanted) {
    TensorData tensor = get(name);
    int[] shape = tensor.shape();
    boolean fits = tensor.type() == type && shape.length == wanted.length;
    for (int i = 0; fits && i < wanted.length; i++) {
      fits = wanted[i] == ANY || wanted[i] == shape[i];
    }
    if (!fits) {
      throw new ArtifactException(
          CORRUPT,
          source,
          "tensor \""
              + Excerpt.of(name)
              + "\" is "
              + tensor
              + " where "
              + type
              + describe(wanted)
              + " was expected");
    }
    return tensor;
  }

  private static String describe(int[] shape) {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < shape.length; i++) {
      text.append(i == 0 ? "" : ", ").append(shape[i] == ANY ? "any" : Integer.toString(shape[i]));
    }
    return text.append(']').toString();
  }
}
