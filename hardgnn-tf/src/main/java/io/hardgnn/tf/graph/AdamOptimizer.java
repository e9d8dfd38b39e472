package io.hardgnn.tf.graph;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.ShapeException;
import io.hardgnn.tf.lowering.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Adam (Kingma and Ba, 2015) over the parameters of a {@link TfGraph}.
 *
 * <p>The moments are slots {@code NAME/adam_m} and {@code NAME/adam_v} of the graph's
 * {@link ParameterStore}; several losses may be minimised and share them. Everything else that a
 * step depends on is fed: see {@link #feed}. Keeps no state of its own, so a resumed run needs the
 * parameters, the slots and the number of the step. Not thread-safe.
 */
public final class AdamOptimizer {

  private static final String LEARNING_RATE = "adam/learning_rate";
  private static final String BETA1_POWER = "adam/beta1_power";
  private static final String BETA2_POWER = "adam/beta2_power";

  private final TfGraph graph;
  private final AdamSettings settings;
  private final Operand<TFloat32> learningRate;
  private final Operand<TFloat32> beta1Power;
  private final Operand<TFloat32> beta2Power;

  /**
   * Creates an optimiser for a graph; the graph must be used with one {@code AdamOptimizer} only.
   */
  public AdamOptimizer(TfGraph graph, AdamSettings settings) {
    this.graph = graph;
    this.settings = settings;
    this.learningRate = Types.floats(graph.input(LEARNING_RATE, DType.FLOAT, Shape.SCALAR));
    this.beta1Power = Types.floats(graph.input(BETA1_POWER, DType.FLOAT, Shape.SCALAR));
    this.beta2Power = Types.floats(graph.input(BETA2_POWER, DType.FLOAT, Shape.SCALAR));
  }

  /**
   * Feeds what a step needs.
   *
   * @param learningRate greater than or equal to zero
   * @param step number of this update, counted from 1
   */
  public void feed(Feeds feeds, double learningRate, long step) {
    if (!(learningRate >= 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException("learning rate must be 0 or greater: " + learningRate);
    }
    if (step < 1) {
      throw new IllegalArgumentException("steps count from 1: " + step);
    }
    feeds.scalar(LEARNING_RATE, learningRate);
    feeds.scalar(BETA1_POWER, Math.pow(settings.beta1(), step));
    feeds.scalar(BETA2_POWER, Math.pow(settings.beta2(), step));
  }

  /**
   * Adds one update of every parameter that the loss depends on. Parameters without influence on it
   * stay as they are.
   *
   * @param loss scalar FLOAT of a training algebra of the graph
   * @throws IllegalArgumentException if no parameter has influence on the loss
   */
  public ParameterUpdate minimize(Expr loss) {
    if (loss.type() != DType.FLOAT || loss.shape().rank() != 0) {
      throw new ShapeException("minimize: a scalar FLOAT expected: " + loss);
    }
    List<String> names = graph.parameters().parameterNames();
    Map<String, Operand<TFloat32>> gradients = graph.gradients(loss, names);
    if (gradients.isEmpty()) {
      throw new IllegalArgumentException(
          "no parameter has influence on the loss; parameters: " + names);
    }
    Ops tf = graph.scope("adam");
    List<Op> updates = new ArrayList<>();
    gradients.forEach(
        (name, gradient) -> updates.add(update(tf, graph.parameters().variable(name), gradient)));
    return new ParameterUpdate(graph, tf.withControlDependencies(updates).noOp());
  }

  private Op update(Ops tf, ParameterStore.Variable parameter, Operand<TFloat32> gradient) {
    ParameterStore store = graph.parameters();
    ParameterStore.Variable m = store.slot(parameter.name() + "/adam_m", parameter.shape());
    ParameterStore.Variable v = store.slot(parameter.name() + "/adam_v", parameter.shape());
    Ops ordered = tf;
    if (settings.weightDecay() > 0 && settings.decayed().test(parameter.name())) {
      Operand<TFloat32> rate =
          tf.math.mul(learningRate, tf.constant((float) settings.weightDecay()));
      // After the gradient is known, so that every reader of this run has seen the value before the
      // update.
      Op decay =
          tf.withControlDependencies(List.of(gradient))
              .assignSubVariableOp(parameter.handle(), tf.math.mul(parameter.read(), rate));
      ordered = tf.withControlDependencies(List.of(decay));
    }
    return ordered.train.resourceApplyAdam(
        parameter.handle(),
        m.handle(),
        v.handle(),
        beta1Power,
        beta2Power,
        learningRate,
        tf.constant((float) settings.beta1()),
        tf.constant((float) settings.beta2()),
        tf.constant((float) settings.epsilon()),
        gradient);
  }
}
