package io.hardgnn.tf;

import java.util.List;
import java.util.function.BiFunction;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.TensorFlow;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
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
