package io.hardgnn.tf.graph;

import io.hardgnn.tf.lowering.Types;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.ExecutionEnvironment;
import org.tensorflow.Graph;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.op.Ops;
import org.tensorflow.op.Scope;

/**
 * A graph as {@link Ops} take it, whose nodes have {@link PlainNames}.
 *
 * @param graph gets the nodes
 */
record NamedGraph(Graph graph) implements ExecutionEnvironment {

  /** Returns the operations that add to a graph. */
  static Ops ops(Graph graph) {
    return Ops.create(new NamedGraph(graph));
  }

  @Override
  public Scope baseScope() {
    return new PlainNames(graph.baseScope());
  }

  @Override
  public OperationBuilder opBuilder(String type, String name, Scope scope) {
    return graph.opBuilder(type, name, scope);
  }

  @Override
  public void attachFunction(ConcreteFunction function) {
    graph.attachFunction(function);
  }

  @Override
  public void checkInput(Operation input) {
    graph.checkInput(input);
  }

  @Override
  public Types environmentType() {
    return graph.environmentType();
  }

  @Override
  public boolean isInitializer(Operation op) {
    return graph.isInitializer(op);
  }
}
