package io.hardgnn.internal.fit;

import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.ParameterRole;
import io.hardgnn.ops.lowering.ShapeOps;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The parameters that a model declares, and which of them are the network's. Immutable. */
public final class DeclaredParameters {

  private final Map<String, ShapeOps> algebras = new LinkedHashMap<>();
  private final Set<String> network = new LinkedHashSet<>();

  private DeclaredParameters() {}

  /** Writes the network as it is served and as it is trained, and keeps what they declare. */
  public static DeclaredParameters of(ModelDefinition definition) {
    DeclaredParameters declared = new DeclaredParameters();
    ShapeOps served = new ShapeOps();
    definition.declareServed(served);
    served.parameterNames().forEach(name -> declared.algebras.put(name, served));
    declared.network.addAll(served.parameterNames());
    ShapeOps trained = new ShapeOps();
    definition.trainingStep(trained);
    trained.parameterNames().forEach(name -> declared.algebras.putIfAbsent(name, trained));
    return declared;
  }

  /** Returns all names in the order of declaration, those of the network first. */
  Set<String> names() {
    return algebras.keySet();
  }

  /** Returns the names of those that are needed to serve; the others are losses'. */
  Set<String> network() {
    return network;
  }

  /** Returns the sizes of a parameter, outermost first. */
  int[] dims(String name) {
    return algebra(name).parameter(name).shape().dims().stream().mapToInt(Dim::size).toArray();
  }

  /** Returns what a parameter is. */
  ParameterRole role(String name) {
    return algebra(name).role(name);
  }

  /** Returns what a parameter starts from. */
  public Initializer initializer(String name) {
    return algebra(name).initializer(name);
  }

  private ShapeOps algebra(String name) {
    return Objects.requireNonNull(algebras.get(name), name);
  }
}
