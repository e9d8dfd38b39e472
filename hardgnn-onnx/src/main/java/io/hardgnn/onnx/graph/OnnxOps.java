package io.hardgnn.onnx.graph;

import io.hardgnn.ops.Adjacency;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.ShapeException;
import io.hardgnn.ops.lowering.BinaryFunction;
import io.hardgnn.ops.lowering.Lowered;
import io.hardgnn.ops.lowering.LoweringOps;
import io.hardgnn.ops.lowering.Reduction;
import io.hardgnn.ops.lowering.UnaryFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Lowers the algebra to an ONNX graph for inference.
 *
 * <p>Parameters become constants with trained values; {@code dropout} and {@code stopGradient}
 * vanish. {@link DType#INT} is {@code int32} at inputs and outputs. Named dimensions stay open, so
 * one model serves every batch size. Build the graph through {@link io.hardgnn.ops.Ops}, then take
 * {@link #model}. Not thread-safe.
 */
public class OnnxOps extends LoweringOps<String> {

  private static final String PARAMETER_PREFIX = "parameter:";

  private final Function<String, ? extends @Nullable TensorSource> weights;
  private final Map<String, String> inputNames;
  private final boolean nodePhase;
  final OnnxGraph graph = new OnnxGraph();
  private int neighbourSums;
  final SymbolicDims dims = new SymbolicDims(graph, name -> dimSource(name));

  /**
   * Creates an empty graph.
   *
   * @param weights the values of each parameter by its name; null for a name it does not know
   */
  public OnnxOps(Function<String, ? extends @Nullable TensorSource> weights) {
    this(weights, Map.of());
  }

  /**
   * Creates an empty graph some of whose inputs get other names in the model.
   *
   * @param weights the values of each parameter by its name; null for a name it does not know
   * @param inputNames names in the model by the names given to {@link #input}
   */
  public OnnxOps(
      Function<String, ? extends @Nullable TensorSource> weights, Map<String, String> inputNames) {
    this(weights, inputNames, false);
  }

  private OnnxOps(
      Function<String, ? extends @Nullable TensorSource> weights,
      Map<String, String> inputNames,
      boolean nodePhase) {
    this.weights = weights;
    this.inputNames = Map.copyOf(inputNames);
    this.nodePhase = nodePhase;
  }

  /**
   * Returns an empty graph for the node phase of an encoder: parameters are inputs of the model,
   * fed under their names, and neighbours are summed in blocks of edges. Run the model in a session
   * of one thread: with several, sums over neighbours lose summands.
   */
  public static OnnxOps ofNodePhase() {
    return new OnnxOps(name -> null, Map.of(), true);
  }

  /**
   * Returns the part of the graph that computes the given values.
   *
   * <p>Inputs that no output depends on are left out.
   *
   * @param name name of the graph, for people
   * @param outputs values by the names under which a session returns them
   * @param metadata entries for the model's metadata
   * @throws IllegalArgumentException if there is no output, or an output is named like an input
   */
  public OnnxModel model(
      String name, Map<String, ? extends Expr> outputs, Map<String, String> metadata) {
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("ONNX model '" + name + "': at least one output expected");
    }
    List<GraphValue> values = new ArrayList<>();
    List<GraphNode> namers = new ArrayList<>();
    outputs.forEach(
        (outputName, expr) -> {
          if (inputs().values().stream().anyMatch(input -> input.value().equals(outputName))) {
            throw new IllegalArgumentException(
                "ONNX model '" + name + "': output '" + outputName + "' is named like an input");
          }
          Lowered<String> value = own(expr);
          values.add(new GraphValue(outputName, ElementType.of(value.type()), value.shape()));
          namers.add(
              new GraphNode("Identity", List.of(value.value()), List.of(outputName), Map.of()));
        });
    OnnxGraph.Part part =
        dims.resolve(
            graph.reduceTo(namers.stream().map(node -> node.inputs().get(0)).toList()),
            inputs().values());
    List<GraphNode> nodes = new ArrayList<>(part.nodes());
    nodes.addAll(namers);
    return new OnnxModel(
        name, new OnnxGraph.Part(nodes, part.tensors(), part.inputs()), values, metadata);
  }

  @Override
  protected String lowerInput(String name, DType type, Shape shape) {
    return graph.input(inputNames.getOrDefault(name, name), ElementType.of(type), shape);
  }

  @Override
  protected String lowerParameter(String name, Shape shape, Initializer initializer) {
    if (nodePhase) {
      return graph.input(name, ElementType.FLOAT, shape);
    }
    TensorSource source = weights.apply(name);
    if (source == null) {
      throw new IllegalArgumentException(
          "the trained model has no parameter '" + name + "' of shape " + shape);
    }
    long bytes = 4 * shape.elementCount();
    GraphTensor.Data data;
    long given;
    if (source instanceof TensorSource.Values inMemory) {
      data = new GraphTensor.Inline(Payload.of(inMemory.values()));
      given = 4L * inMemory.values().length;
    } else {
      TensorSource.External external = (TensorSource.External) source;
      data = new GraphTensor.Beside(external);
      given = external.length();
    }
    if (given != bytes) {
      throw new ShapeException(
          "parameter '"
              + name
              + "' of shape "
              + shape
              + " has "
              + bytes
              + " bytes, the trained model gives "
              + given);
    }
    return graph.tensor(
        new GraphTensor(PARAMETER_PREFIX + name, ElementType.FLOAT, sizes(shape), data));
  }

  @Override
  protected String lowerConstant(double[] values, Shape shape) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return shape.rank() == 0
        ? graph.scalar(floats[0])
        : graph.constant(ElementType.FLOAT, sizes(shape), Payload.of(floats));
  }

  private static long[] sizes(Shape shape) {
    return shape.dims().stream().mapToLong(Dim::size).toArray();
  }

  @Override
  protected String lowerUnary(UnaryFunction function, Lowered<String> x) {
    return switch (function) {
      case NEGATE -> node("Neg", x.value());
      case EXP -> node("Exp", x.value());
      case LOG -> node("Log", x.value());
      case SQUARE -> node("Mul", x.value(), x.value());
      case RSQRT -> node("Reciprocal", node("Sqrt", x.value()));
      case SIGMOID -> node("Sigmoid", x.value());
      case TANH -> node("Tanh", x.value());
      case SOFTPLUS -> node("Softplus", x.value());
      case ERF -> node("Erf", x.value());
    };
  }

  @Override
  protected String lowerBinary(
      BinaryFunction function, Lowered<String> a, Lowered<String> b, Shape result) {
    String op =
        switch (function) {
          case ADD -> "Add";
          case SUBTRACT -> "Sub";
          case MULTIPLY -> "Mul";
          case DIVIDE -> "Div";
          case MAXIMUM -> "Max";
        };
    return node(op, a.value(), b.value());
  }

  @Override
  protected String lowerLeakyRelu(Lowered<String> x, double slope) {
    return graph.node("LeakyRelu", List.of(x.value()), Map.of("alpha", (float) slope));
  }

  @Override
  protected String lowerEqual(Lowered<String> a, Lowered<String> b, Shape result) {
    return node("Equal", a.value(), b.value());
  }

  @Override
  protected String lowerGreater(Lowered<String> a, Lowered<String> b, Shape result) {
    return node("Greater", a.value(), b.value());
  }

  @Override
  protected String lowerToFloat(Lowered<String> x) {
    return cast(x.value(), ElementType.FLOAT);
  }

  @Override
  protected String lowerWhere(
      Lowered<String> condition, Lowered<String> a, Lowered<String> b, Shape result) {
    return node("Where", condition.value(), a.value(), b.value());
  }

  @Override
  protected String lowerReduce(Reduction reduction, Lowered<String> x, int axis) {
    String op =
        switch (reduction) {
          case SUM -> "ReduceSum";
          case MEAN -> "ReduceMean";
          case MAX -> "ReduceMax";
        };
    return graph.node(op, List.of(x.value(), graph.longs(axis)), Map.of("keepdims", 0L));
  }

  @Override
  protected String lowerMatmul(
      Lowered<String> a, Lowered<String> b, boolean transposeB, Shape result) {
    if (!transposeB) {
      return node("MatMul", a.value(), b.value());
    }
    int rank = b.shape().rank();
    if (rank == 2 && a.shape().rank() == 2) {
      // Gemm reads a table as it lies; a transposed constant would be stored a second time
      return graph.node("Gemm", List.of(a.value(), b.value()), Map.of("transB", 1L));
    }
    long[] swapped = LongStream.range(0, rank).toArray();
    swapped[rank - 1] = rank - 2;
    swapped[rank - 2] = rank - 1;
    return node(
        "MatMul", a.value(), graph.node("Transpose", List.of(b.value()), Map.of("perm", swapped)));
  }

  @Override
  protected String lowerReshape(Lowered<String> x, Shape shape) {
    return graph.node("Reshape", List.of(x.value(), dims.vector(shape)), Map.of("allowzero", 1L));
  }

  @Override
  protected String lowerTranspose(Lowered<String> x, int[] permutation) {
    return graph.node(
        "Transpose",
        List.of(x.value()),
        Map.of("perm", Arrays.stream(permutation).asLongStream().toArray()));
  }

  @Override
  protected String lowerConcat(int axis, List<Lowered<String>> xs) {
    return graph.node(
        "Concat", xs.stream().map(Lowered::value).toList(), Map.of("axis", (long) axis));
  }

  @Override
  protected String lowerSlice(Lowered<String> x, int axis, int from, int to) {
    return node("Slice", x.value(), graph.longs(from), graph.longs(to), graph.longs(axis));
  }

  @Override
  protected List<String> lowerSplit(Lowered<String> x, int axis, int parts) {
    if (parts == 1) {
      return List.of(x.value());
    }
    long[] sizes = new long[parts];
    Arrays.fill(sizes, x.shape().dim(axis).size() / parts);
    return graph.node(
        "Split", List.of(x.value(), graph.longs(sizes)), Map.of("axis", (long) axis), parts);
  }

  @Override
  protected String lowerTail(Lowered<String> x, int axis, Dim count) {
    String end = dims.size(x.shape().dim(axis));
    // counted from the front: a start of -0 would keep everything
    String from = node("Sub", end, dims.size(count));
    return node("Slice", x.value(), from, end, graph.longs(axis));
  }

  @Override
  protected String lowerGather(Lowered<String> table, Lowered<String> indices) {
    return graph.node("Gather", List.of(table.value(), indices.value()), Map.of("axis", 0L));
  }

  @Override
  protected String lowerGatherEach(Lowered<String> x, Lowered<String> positions) {
    return graph.node("GatherElements", List.of(x.value(), positions.value()), Map.of("axis", 1L));
  }

  @Override
  protected String lowerSegmentSum(Lowered<String> values, Lowered<String> ids, Dim rows) {
    String zeros = node("ConstantOfShape", dims.vector(values.shape().with(0, rows)));
    long[] inner = LongStream.range(1, values.shape().rank()).toArray();
    String ids64 = cast(ids.value(), ElementType.INT64);
    String column = inner.length == 0 ? ids64 : node("Unsqueeze", ids64, graph.longs(inner));
    String indices = node("Expand", column, node("Shape", values.value()));
    // Not ScatterND, whose smaller indices would do: ONNX Runtime 1.28 adds to one row from several
    // threads there and
    // loses updates.
    return graph.node(
        "ScatterElements",
        List.of(zeros, indices, values.value()),
        Map.of("axis", 0L, "reduction", "add"));
  }

  @Override
  protected Expr lowerNeighbourSum(Adjacency adjacency, Lowered<String> x) {
    Dim d = x.shape().dim(1);
    if (!nodePhase || !d.isFixed()) {
      return super.lowerNeighbourSum(adjacency, x);
    }
    Shape result = Shape.of(adjacency.targetCount(), d);
    NeighbourSum sum =
        new NeighbourSum(
            graph,
            neighbourSums++,
            own(adjacency.targets()).value(),
            own(adjacency.sources()).value(),
            x.value(),
            result);
    return made(result, DType.FLOAT, sum.write(node("ConstantOfShape", dims.vector(result))));
  }

  @Override
  protected String lowerFillCells(
      Lowered<String> x, Lowered<String> rows, Lowered<String> columns, double value) {
    String axis = graph.longs(1);
    String cells =
        graph.node(
            "Concat",
            List.of(
                node("Unsqueeze", cast(rows.value(), ElementType.INT64), axis),
                node("Unsqueeze", cast(columns.value(), ElementType.INT64), axis)),
            Map.of("axis", 1L));
    String updates = node("Expand", graph.scalar((float) value), node("Shape", rows.value()));
    return node("ScatterND", x.value(), cells, updates);
  }

  @Override
  protected List<String> lowerTopK(Lowered<String> x, int k) {
    // the standard lets the smaller index win among equals
    List<String> both =
        graph.node(
            "TopK",
            List.of(x.value(), graph.longs(k)),
            Map.of("axis", -1L, "largest", 1L, "sorted", 1L),
            2);
    return List.of(both.get(0), cast(both.get(1), ElementType.INT32));
  }

  @Override
  protected String lowerSoftmax(Lowered<String> x) {
    return graph.node("Softmax", List.of(x.value()), Map.of("axis", -1L));
  }

  @Override
  protected Expr lowerLayerNorm(
      Lowered<String> x, Lowered<String> gain, Lowered<String> bias, double epsilon) {
    String result =
        graph.node(
            "LayerNormalization",
            List.of(x.value(), gain.value(), bias.value()),
            Map.of("axis", -1L, "epsilon", (float) epsilon));
    return made(x.shape(), DType.FLOAT, result);
  }

  private String cast(String x, ElementType type) {
    return graph.node("Cast", List.of(x), Map.of("to", (long) type.number()));
  }

  final String node(String op, String... operands) {
    return graph.node(op, List.of(operands), Map.of());
  }
}
