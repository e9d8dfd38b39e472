package io.hardgnn.tf;

import io.hardgnn.ops.Adjacency;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.testkit.JavaTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Random sizes, inputs and parameters of one case, the same for every engine. */
final class OracleCase {
  final SplittableRandom random;
  final int batch;
  final int length;
  final int width;
  final Dim batchDim = Dim.named("B");
  final Dim lengthDim = Dim.named("S");
  final Map<String, JavaTensor> inputs = new LinkedHashMap<>();
  final Map<String, JavaTensor> parameters = new LinkedHashMap<>();

  OracleCase(long seed) {
    random = new SplittableRandom(seed);
    batch = random.nextInt(1, 4);
    length = random.nextInt(1, 4);
    width = random.nextInt(2, 5);
  }

  /** Declares a parameter of random values and the given fixed sizes. */
  Expr parameter(Ops ops, String name, int... sizes) {
    JavaTensor value = parameters.computeIfAbsent(name, n -> new JavaTensor(sizes, normal(sizes)));
    float[] floats = new float[value.data().length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) value.data()[i];
    }
    return ops.parameter(name, Shape.of(sizes), Initializer.of(floats));
  }

  /**
   * Declares a float input that gives the named dimensions B and S their sizes: [B, S, width].
   */
  Expr sequence(Ops ops) {
    int[] sizes = {batch, length, width};
    inputs.computeIfAbsent("sequence", n -> new JavaTensor(sizes, normal(sizes)));
    return ops.input("sequence", DType.FLOAT, Shape.of(batchDim, lengthDim, Dim.of(width)));
  }

  /** Declares integers in 0 .. bound-1. */
  Expr indices(Ops ops, String name, Shape shape, int bound, int... sizes) {
    inputs.computeIfAbsent(
        name,
        n -> {
          double[] data = new double[Arrays.stream(sizes).reduce(1, (a, b) -> a * b)];
          Arrays.setAll(data, i -> random.nextInt(bound));
          return new JavaTensor(sizes, data);
        });
    return ops.input(name, DType.INT, shape);
  }

  /** Declares the edges of a random graph of 5 targets and 4 sources. */
  Adjacency edges(Ops ops) {
    if (!inputs.containsKey("targets")) {
      List<int[]> edges = new ArrayList<>();
      int count = random.nextInt(1, 12);
      for (int i = 0; i < count; i++) {
        edges.add(new int[] {random.nextInt(4), random.nextInt(4)}); // target 4 has none
      }
      edges.sort((a, b) -> Integer.compare(a[0], b[0]));
      inputs.put("targets", JavaTensor.indices(edges.stream().mapToInt(e -> e[0]).toArray()));
      inputs.put("sources", JavaTensor.indices(edges.stream().mapToInt(e -> e[1]).toArray()));
      edges.sort((a, b) -> Integer.compare(a[1], b[1]));
      inputs.put(
          "reversedTargets", JavaTensor.indices(edges.stream().mapToInt(e -> e[1]).toArray()));
      inputs.put(
          "reversedSources", JavaTensor.indices(edges.stream().mapToInt(e -> e[0]).toArray()));
    }
    Shape shape = Shape.of(Dim.named("E"));
    return new Adjacency(
        ops.input("targets", DType.INT, shape),
        ops.input("sources", DType.INT, shape),
        Dim.of(5),
        ops.input("reversedTargets", DType.INT, shape),
        ops.input("reversedSources", DType.INT, shape),
        Dim.of(4));
  }

  private double[] normal(int[] sizes) {
    double[] values = new double[Arrays.stream(sizes).reduce(1, (a, b) -> a * b)];
    Arrays.setAll(values, i -> (float) (random.nextGaussian() * 0.8 + 0.05));
    return values;
  }
}
