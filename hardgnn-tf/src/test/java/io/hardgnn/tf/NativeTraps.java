package io.hardgnn.tf;

import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.TensorFlow;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.RawCustomGradient;
import org.tensorflow.op.core.ReadVariableOp;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.core.While;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

/**
 * A program that steps into one of the traps of TensorFlow Java, so that its process may die.
 * Arguments: the name of the trap, and how many gradients are registered.
 */
final class NativeTraps {

  /** Operations of one input that TensorFlow knows no gradient of. */
  private static final List<BiFunction<Ops, Operand<TFloat32>, Operand<TFloat32>>>
      WITHOUT_GRADIENT =
          List.of(
              (tf, x) -> tf.math.special.besselJ0(x),
              (tf, x) -> tf.math.special.besselJ1(x),
              (tf, x) -> tf.math.special.besselK0(x),
              (tf, x) -> tf.math.special.besselK0e(x),
              (tf, x) -> tf.math.special.besselK1(x),
              (tf, x) -> tf.math.special.besselK1e(x),
              (tf, x) -> tf.math.special.besselY0(x),
              (tf, x) -> tf.math.special.besselY1(x),
              (tf, x) -> tf.math.special.dawsn(x),
              (tf, x) -> tf.math.special.expint(x),
              (tf, x) -> tf.math.special.spence(x));

  private NativeTraps() {}

  /** Steps into one trap; what it finds goes to standard output as one word. */
  public static void main(String[] args) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      System.out.println(
          switch (args[0]) {
            case "gradients" -> gradients(graph, tf, Integer.parseInt(args[1]));
            case "unnamed" ->
                handles(graph, tf, new VarHandleOp.Options[0], new VarHandleOp.Options[0]);
            case "named" ->
                handles(
                    graph,
                    tf,
                    new VarHandleOp.Options[] {VarHandleOp.sharedName("a")},
                    new VarHandleOp.Options[] {VarHandleOp.sharedName("b")});
            case "variable" -> variable(graph, tf);
            case "loop" -> loop(graph, tf);
            case "whileLoop" -> whileLoop(graph, tf);
            case "throws" -> ownGradient(graph, tf, NativeTraps::thrown);
            case "null" -> ownGradient(graph, tf, NativeTraps::nothing);
            case "nulls" -> ownGradient(graph, tf, NativeTraps::listOfNull);
            case "segments" -> segments(graph, tf);
            case "sparseMatrixMatMul" -> withoutGradient(graph, tf, NativeTraps::sparseProduct);
            case "gRUBlockCell" -> withoutGradient(graph, tf, NativeTraps::gru);
            case "blockLSTM" -> withoutGradient(graph, tf, NativeTraps::lstm);
            case "cudnnRNN" -> withoutGradient(graph, tf, NativeTraps::cudnn);
            case "sparseSoftmaxCrossEntropyWithLogits" ->
                withoutGradient(graph, tf, NativeTraps::crossEntropy);
            default -> throw new IllegalArgumentException(args[0]);
          });
    }
  }

  /** Registers gradients that give twice, three times... what comes in, and uses each. */
  private static String gradients(Graph graph, Ops tf, int count) {
    Operand<TFloat32> x = tf.constant(0.5f);
    for (int k = 0; k < count; k++) {
      float factor = k + 2;
      Operand<TFloat32> y = WITHOUT_GRADIENT.get(k).apply(tf, x);
      TensorFlow.registerCustomGradient(
          y.op().type(),
          (ops, operation, incoming) ->
              List.of(ops.math.mul(floats(incoming.get(0)), ops.constant(factor))));
      Output<?> gradient = graph.addGradients(y.asOutput(), new Output<?>[] {x.asOutput()})[0];
      if (value(graph, gradient) != factor) {
        return "wrong";
      }
    }
    return "right";
  }

  /** Gives two variables values of their own, and reads both. */
  private static String handles(
      Graph graph, Ops tf, VarHandleOp.Options[] first, VarHandleOp.Options[] second) {
    VarHandleOp one = tf.varHandleOp(TFloat32.class, Shape.scalar(), first);
    VarHandleOp two = tf.varHandleOp(TFloat32.class, Shape.scalar(), second);
    Ops assigned =
        tf.withControlDependencies(
            tf.withControlDependencies(tf.assignVariableOp(one, tf.constant(1f)))
                .assignVariableOp(two, tf.constant(2f)));
    ReadVariableOp<TFloat32> read = assigned.readVariableOp(one, TFloat32.class);
    return value(graph, read.asOutput()) == 1 ? "apart" : "aliased";
  }

  private static String variable(Graph graph, Ops tf) {
    Variable<TFloat32> variable = tf.variable(Shape.scalar(), TFloat32.class);
    graph.addGradients(tf.math.square(variable).asOutput(), new Output<?>[] {variable.asOutput()});
    return "alive";
  }

  private static String loop(Graph graph, Ops tf) {
    Operand<TFloat32> x = tf.constant(1f);
    try (ConcreteFunction smaller = ConcreteFunction.create(NativeTraps::smaller);
        ConcreteFunction doubled = ConcreteFunction.create(NativeTraps::doubled)) {
      While loop = tf.whileOp(List.of(x), smaller, doubled);
      graph.addGradients(loop.output().get(0), new Output<?>[] {x.asOutput()});
      return "found";
    } catch (TensorFlowException e) {
      return "refused";
    }
  }

  /** A loop that carries more than one value, of which a gradient needs but one. */
  private static String whileLoop(Graph graph, Ops tf) {
    Output<TFloat32> count = tf.constant(0f).asOutput();
    Output<TFloat32> x = tf.constant(2f).asOutput();
    Output<?>[] ends =
        graph.whileLoop(
            new Output<?>[] {count, x},
            (condition, in, out) -> {
              Ops ops = Ops.create(condition);
              out[0] = ops.math.less(floats(in[0]), ops.constant(3f)).asOutput();
            },
            (body, in, out) -> {
              Ops ops = Ops.create(body);
              out[0] = ops.math.add(floats(in[0]), ops.constant(1f)).asOutput();
              out[1] = ops.math.square(floats(in[1])).asOutput();
            },
            "loop");
    graph.addGradients(ends[1], new Output<?>[] {x});
    return "alive";
  }

  /** Registers a gradient that gives none; what this throws comes through the native code. */
  private static String ownGradient(Graph graph, Ops tf, RawCustomGradient gradient) {
    Output<TFloat32> x = tf.constant(0.5f).asOutput();
    Operand<TFloat32> y = WITHOUT_GRADIENT.get(0).apply(tf, x);
    TensorFlow.registerCustomGradient(y.op().type(), gradient);
    try {
      return refused(graph, y.asOutput(), x);
    } catch (IllegalStateException | NullPointerException e) {
      return e.getClass().getSimpleName();
    }
  }

  private static List<Operand<?>> thrown(
      Ops tf, GraphOperation operation, List<Output<?>> incoming) {
    throw new IllegalStateException("a gradient that throws");
  }

  @SuppressWarnings("NullAway") // what must not be done
  private static List<Operand<?>> nothing(
      Ops tf, GraphOperation operation, List<Output<?>> incoming) {
    return null;
  }

  private static List<Operand<?>> listOfNull(
      Ops tf, GraphOperation operation, List<Output<?>> incoming) {
    return Collections.singletonList(null);
  }

  private static String refused(Graph graph, Output<?> y, Output<?> x) {
    try {
      graph.addGradients(y, new Output<?>[] {x});
      return "found";
    } catch (TensorFlowException e) {
      return "refused";
    }
  }

  /** Adds up rows of which one has the id -1. */
  private static String segments(Graph graph, Ops tf) {
    Operand<TFloat32> sums =
        tf.math.unsortedSegmentSum(
            tf.constant(new float[] {1, 2, 4}), tf.constant(new int[] {0, -1, 0}), tf.constant(1));
    float all = value(graph, tf.math.add(tf.squeeze(sums), tf.constant(0f)).asOutput());
    return all == 5 ? "dropped" : "wrong";
  }

  private static String withoutGradient(
      Graph graph, Ops tf, BiFunction<Ops, Operand<TFloat32>, Operand<TFloat32>> operation) {
    Output<TFloat32> x = halves(tf, 1, 1).asOutput();
    return refused(graph, operation.apply(tf, x).asOutput(), x);
  }

  private static Operand<TFloat32> halves(Ops tf, int... dims) {
    return tf.fill(tf.constant(dims), tf.constant(0.5f));
  }

  private static Operand<TFloat32> sparseProduct(Ops tf, Operand<TFloat32> x) {
    return tf.linalg.sparse.sparseMatrixMatMul(
        tf.linalg.sparse.denseToCSRSparseMatrix(
            halves(tf, 1, 1), tf.constant(new long[][] {{0, 0}})),
        x);
  }

  private static Operand<TFloat32> gru(Ops tf, Operand<TFloat32> x) {
    return tf.nn
        .gRUBlockCell(
            x, halves(tf, 1, 1), halves(tf, 2, 2), halves(tf, 2, 1), halves(tf, 2), halves(tf, 1))
        .h();
  }

  private static Operand<TFloat32> lstm(Ops tf, Operand<TFloat32> x) {
    return tf.nn
        .blockLSTM(
            tf.constant(1L),
            tf.expandDims(x, tf.constant(0)),
            halves(tf, 1, 1),
            halves(tf, 1, 1),
            halves(tf, 2, 4),
            halves(tf, 1),
            halves(tf, 1),
            halves(tf, 1),
            halves(tf, 4))
        .h();
  }

  private static Operand<TFloat32> cudnn(Ops tf, Operand<TFloat32> x) {
    Operand<TFloat32> state = halves(tf, 1, 1, 1);
    return tf.nn
        .cudnnRNN(
            tf.expandDims(x, tf.constant(0)),
            state,
            state,
            halves(tf, 16),
            tf.constant(new int[] {1}))
        .output();
  }

  private static Operand<TFloat32> crossEntropy(Ops tf, Operand<TFloat32> x) {
    return tf.nn.sparseSoftmaxCrossEntropyWithLogits(x, tf.constant(new int[] {0})).loss();
  }

  private static Signature smaller(Ops tf) {
    Operand<TFloat32> x = tf.placeholder(TFloat32.class);
    Operand<TBool> smaller = tf.math.less(x, tf.constant(100f));
    return Signature.builder().input("x", x).output("y", smaller).build();
  }

  private static Signature doubled(Ops tf) {
    Operand<TFloat32> x = tf.placeholder(TFloat32.class);
    return Signature.builder().input("x", x).output("y", tf.math.mul(x, tf.constant(2f))).build();
  }

  @SuppressWarnings("unchecked")
  private static Output<TFloat32> floats(Output<?> output) {
    return (Output<TFloat32>) output;
  }

  private static float value(Graph graph, Output<?> output) {
    try (Session session = new Session(graph);
        TFloat32 value = (TFloat32) session.runner().fetch(output).run().get(0)) {
      return value.getFloat();
    }
  }
}
