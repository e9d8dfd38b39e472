package io.hardgnn.encoder.ngcf;

import io.hardgnn.encoder.BipartiteGraph;
import io.hardgnn.encoder.Encoder;
import io.hardgnn.encoder.NodeEmbeddings;
import io.hardgnn.encoder.Nodes;
import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.encoder.SequenceEmbeddings;
import io.hardgnn.encoder.layers.Dense;
import io.hardgnn.encoder.layers.FoldIn;
import io.hardgnn.encoder.layers.KernelInitializer;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.ParameterRole;
import io.hardgnn.ops.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tables of users and items, propagated with weights; all layers side by side. */
record NgcfEncoder(Ngcf config, int userCount, int itemCount) implements Encoder {

  /** Of LeakyReLU for negative values, as in the authors' program. */
  private static final double SLOPE = 0.2;

  private static final KernelInitializer KERNELS = KernelInitializer.XAVIER;

  @Override
  public NodeEmbeddings embedNodes(Ops ops, List<BipartiteGraph> graphs, Nodes nodes) {
    Expr users = table(ops, "user_embedding", userCount);
    Expr items = table(ops, "item_embedding", itemCount);
    List<Expr> userLayers = new ArrayList<>(List.of(users));
    List<Expr> itemLayers = new ArrayList<>(List.of(items));
    for (int layer = 0; layer < config.layers(); layer++) {
      String name = "propagation." + layer;
      Expr ofItems = graphs.get(0).usersFromItems(ops, items);
      Expr ofUsers = graphs.get(0).itemsFromUsers(ops, users);
      users = next(ops, name, users, ofItems);
      items = next(ops, name, items, ofUsers);
      userLayers.add(users);
      itemLayers.add(items);
    }
    return NodeEmbeddings.rows(ops, ops.concat(1, userLayers), ops.concat(1, itemLayers), nodes);
  }

  /** Equations 3 to 5 of the paper for all nodes at once, 7 and 8. */
  private Expr next(Ops ops, String name, Expr own, Expr neighbours) {
    int size = config.layerDim();
    Expr sum = Dense.kernel(ops, KERNELS, name + ".sum", ops.add(own, neighbours), size);
    Expr product = Dense.kernel(ops, KERNELS, name + ".product", ops.mul(own, neighbours), size);
    return ops.dropout(ops.leakyRelu(ops.add(sum, product), SLOPE), config.dropout());
  }

  private Expr table(Ops ops, String name, int rows) {
    return ops.parameter(
        name,
        Shape.of(rows, config.layerDim()),
        ParameterRole.TABLE,
        Initializer.xavierUniform(rows, config.layerDim()));
  }

  @Override
  public SequenceEmbeddings embedSequences(Ops ops, Expr itemTable, SequenceBatch sequences) {
    return new SequenceEmbeddings(FoldIn.mean(ops, itemTable, sequences), null);
  }

  @Override
  public Expr combine(Ops ops, @Nullable Expr users, Expr instance) {
    return FoldIn.ownOrFolded(ops, users, instance);
  }
}
