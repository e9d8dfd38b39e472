package io.hardgnn.settings;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonTypeIdResolver;
import java.util.List;
import java.util.stream.Stream;

/**
 * A part of a configuration that can be exchanged for another, such as an encoder or a loss: an
 * immutable record whose components are its settings.
 *
 * <p>In JSON a part is an object with its {@link #kind} and its settings, never with the name of a
 * class. The part's no-argument constructor gives the defaults. Parts of an application are found
 * by {@link java.util.ServiceLoader} under the interface they implement, or are handed over where a
 * file is read.
 *
 * <pre>{@code
 * public record Recency(double halfLife) implements Loss {
 *   public Recency() { this(30); }
 *   public String kind() { return "recency"; }
 *   public void check(String path, Violations violations) {
 *     violations.positive(path + ".halfLife", halfLife);
 *   }
 *   public Expr compute(Ops ops, ForwardPass forward) {
 *     return ops.mul(ops.sumOfSquares(forward.userVectors()), Math.pow(0.5, 1 / halfLife));
 *   }
 * }
 * }</pre>
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CUSTOM, property = Part.KIND)
@JsonTypeIdResolver(PartKinds.class)
public interface Part {

  /** Name of the property of JSON that says which part an object is. */
  String KIND = "kind";

  /**
   * Returns the name of this kind of part in files, logs and messages, such as {@code info_nce}:
   * lower case, words joined by {@code _}.
   */
  String kind();

  /**
   * Checks the ranges of this part's own settings; none are wrong unless overridden.
   *
   * @param path place of the part in JSON, such as {@code encoder}
   * @param violations collects what is wrong
   */
  default void check(String path, Violations violations) {}

  /** Returns the parts that this one holds, as a loss its sampler; none unless overridden. */
  default List<Part> parts() {
    return List.of();
  }

  /** Returns a part and all that it holds, at any depth, outer ones first. */
  static Stream<Part> within(Part part) {
    return Stream.concat(Stream.of(part), part.parts().stream().flatMap(Part::within));
  }
}
