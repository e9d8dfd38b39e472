package io.hardgnn.io;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a safetensors file says about itself, checked against its size.
 *
 * @param entries by name, in the order of the header; unmodifiable
 * @param metadata the {@code __metadata__} of the file; unmodifiable, empty when there is none
 * @param dataStart byte of the file at which the data begins; the offsets of the entries count from
 *     here
 */
record SafetensorsHeader(Map<String, Entry> entries, Map<String, String> metadata, long dataStart) {

  /** Keeps copies of the maps. */
  public SafetensorsHeader {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** Where one tensor lies. */
  public static final class Entry {
    private final TensorType type;
    private final int[] shape;
    private final long begin;
    private final long end;

    Entry(TensorType type, int[] shape, long begin, long end) {
      this.type = type;
      this.shape = shape;
      this.begin = begin;
      this.end = end;
    }

    /** The type of the elements. */
    public TensorType type() {
      return type;
    }

    /** The lengths of the dimensions, a fresh copy. */
    public int[] shape() {
      return shape.clone();
    }

    /** First byte, counted from the start of the data. */
    public long begin() {
      return begin;
    }

    /** The byte after the last, counted from the start of the data. */
    public long end() {
      return end;
    }

    /** Type, shape and bytes, such as {@code F32[943, 64] at 0..241408}. */
    @Override
    public String toString() {
      return type + Arrays.toString(shape) + " at " + begin + ".." + end;
    }
  }
}
