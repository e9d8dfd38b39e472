package io.hardgnn.io;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.util.Set;

/**
 * A kind of artifact, such as a trained model: what its manifest calls it, and which files it has.
 *
 * @param name what its manifest says it is, such as {@code hardgnn-model}; not blank
 * @param version of the format, from 1: the one that is written and the newest that is read
 * @param required files that every artifact of this kind has
 * @param optional files that some have
 */
public record ArtifactFormat(String name, int version, Set<String> required, Set<String> optional) {

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if the name is blank, the version below 1 or a file's name not
   *     allowed
   */
  public ArtifactFormat {
    if (name.isBlank() || version < 1) {
      throw new IllegalArgumentException(
          "an artifact needs a format and a version from 1, but these are \""
              + name
              + "\" and "
              + version);
    }
    required = ImmutableSet.copyOf(required);
    optional = ImmutableSet.copyOf(optional);
    for (String file : Sets.union(required, optional)) {
      FileNames.require(file);
    }
  }

  /** Returns a format whose artifacts all have the same files. */
  public static ArtifactFormat of(String name, int version, String... files) {
    return new ArtifactFormat(name, version, ImmutableSet.copyOf(files), ImmutableSet.of());
  }

  /** Returns this format with further files that an artifact may have. */
  public ArtifactFormat optionally(String... files) {
    return new ArtifactFormat(name, version, required, ImmutableSet.copyOf(files));
  }

  /** Whether an artifact of this kind may have a file of this name. */
  boolean mayHave(String file) {
    return required.contains(file) || optional.contains(file);
  }
}
