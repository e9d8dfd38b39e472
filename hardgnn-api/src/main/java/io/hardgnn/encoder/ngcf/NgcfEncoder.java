package io.hardgnn.encoder.ngcf;

import io.hardgnn.encoder.BipartiteGraph;
import io.hardgnn.encoder.NodeEmbeddings;
import io.hardgnn.encoder.Nodes;
import io.hardgnn.encoder.layers.Dense;
import io.hardgnn.encoder.layers.EmbeddingTables;
import io.hardgnn.encoder.layers.FoldingInEncoder;
import io.hardgnn.encoder.layers.KernelInitializer;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import java.util.ArrayList;
import java.util.List;

/** Tables of users and items, propagated with weights; all layers side by side. */
record NgcfEncoder(Ngcf config, int userCount, int itemCount) implements FoldingInEncoder {

  /** Of LeakyReLU for negative values, as in the authors' program. */
  private static final double SLOPE = 0.2;

  private static final KernelInitializer KERNELS = KernelInitializer.XAVIER;

  @Override
  public NodeEmbeddings embedNodes(Ops ops, List<BipartiteGraph> graphs, Nodes nodes) {
    int size = config.layerDim();
    Expr users =
        EmbeddingTables.users(ops, userCount, size, Initializer.xavierUniform(userCount, size));
    Expr items =
        EmbeddingTables.items(ops, itemCount, size, Initializer.xavierUniform(itemCount, size));
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
}
