package io.hardgnn.tf.graph;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.ShapeException;
import io.hardgnn.tf.lowering.Types;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;

/**
 * The declared inputs of a {@link TfGraph}, and what they are fed: values of a run, and values kept
 * for every run. Not thread-safe.
 */
final class FedInputs implements AutoCloseable {

  private final HostBuffers buffers = new HostBuffers();
  private final Map<String, Input> inputs = new LinkedHashMap<>();
  private final Map<String, Kept> kept = new LinkedHashMap<>();

  /** A declared input. */
  private record Input(DType type, Shape shape, Operand<?> node) {}

  /** A value that is fed to every run; the numbers live in the tensor. */
  private record Kept(Feeds.Value value, Tensor tensor) {}

  /**
   * Returns the node of an input, which is made when first asked for.
   *
   * @throws ShapeException if it was declared in another form
   */
  Operand<?> declare(Ops scope, String name, DType type, Shape shape) {
    @Nullable Input known = inputs.get(name);
    if (known == null) {
      Operand<?> node =
          scope
              .withName(Types.nodeName("input_" + name))
              .placeholder(Types.of(type), Placeholder.shape(Types.of(shape)));
      inputs.put(name, new Input(type, shape, node));
      return node;
    }
    if (known.type() != type || !known.shape().equals(shape)) {
      throw new ShapeException(
          "input '"
              + name
              + "' is "
              + known.type()
              + " "
              + known.shape()
              + " in this graph and is asked for as "
              + type
              + " "
              + shape);
    }
    return known.node();
  }

  boolean isDeclared(String name) {
    return inputs.containsKey(name);
  }

  /**
   * Keeps a value for every later run; see {@link TfGraph#keep}.
   *
   * @throws ShapeException if it does not fit the declared input; the value before it is kept
   */
  void keep(String name, HostTensor tensor) {
    Feeds.Value value = Feeds.value(name, tensor);
    @Nullable Input input = inputs.get(name);
    if (input != null) {
      new FeedCheck().accept(name, value, input.type(), input.shape());
    }
    @Nullable Kept before =
        kept.put(name, new Kept(value.withoutArray(), HostBuffers.create(value)));
    if (before != null) {
      before.tensor().close();
    }
  }

  /**
   * Feeds a run: the values of its own, and of those kept the others that belong to an input.
   *
   * @throws ShapeException if a value does not fit the declaration of its input
   * @throws IllegalArgumentException if a value of its own names no input
   */
  void feed(Feeds feeds, Session.Runner runner) {
    for (String name : feeds.values().keySet()) {
      if (!inputs.containsKey(name)) {
        throw new IllegalArgumentException(
            "no input '" + name + "' in this graph; there are " + inputs.keySet());
      }
    }
    FeedCheck check = new FeedCheck();
    // In one order, whichever values are a run's own: TensorFlow prepares each order anew.
    inputs.forEach(
        (name, input) -> {
          Feeds.@Nullable Value own = feeds.values().get(name);
          @Nullable Kept always = kept.get(name);
          if (own != null) {
            check.accept(name, own, input.type(), input.shape());
            runner.feed(input.node(), buffers.write(name, own));
          } else if (always != null) {
            check.accept(name, always.value(), input.type(), input.shape());
            runner.feed(input.node(), always.tensor());
          }
        });
  }

  @Override
  public void close() {
    kept.values().forEach(always -> always.tensor().close());
    kept.clear();
    buffers.close();
  }
}
