package io.hardgnn.testkit;

import io.hardgnn.encoder.NodeEmbeddings;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Shape;
import java.util.List;
import java.util.Map;

/** Wanted nodes and the catalogue are rows of the tables of all nodes. */
final class NodeContract {

  private static final int[] USERS = {3, 0, 4};
  private static final int[] ITEMS = {6, 2, 0};
  private static final int[] FURTHER = {5, 1, 5, 6};

  private final TinyModel model;
  private final Findings findings;

  NodeContract(TinyModel model, Findings findings) {
    this.model = model;
    this.findings = findings;
  }

  void check() {
    findings.attempt("embedding nodes", this::checkRows);
  }

  private void checkRows() {
    Map<String, JavaTensor> weights = model.moved();
    JavaOps whole = JavaOps.with(model.graphFeeds(), weights);
    NodeEmbeddings all = model.all(whole);
    Map<String, JavaTensor> feeds = model.nodeFeeds(USERS, ITEMS);
    feeds.put("contract.rows", JavaTensor.indices(FURTHER));
    JavaOps ops = JavaOps.with(feeds, weights);
    NodeEmbeddings some = model.wanted(ops);

    JavaTensor items = whole.valueOf(all.items());
    same("wanted items", ops.valueOf(some.items()), items, ITEMS);
    if (all.users() != null && some.users() != null) {
      same("wanted users", ops.valueOf(some.users()), whole.valueOf(all.users()), USERS);
    }
    intervals(
        "userIntervals.propagated",
        ops,
        some.userIntervals().propagated(),
        whole,
        all.userIntervals().propagated(),
        USERS);
    intervals(
        "userIntervals.states",
        ops,
        some.userIntervals().states(),
        whole,
        all.userIntervals().states(),
        USERS);
    intervals(
        "itemIntervals.propagated",
        ops,
        some.itemIntervals().propagated(),
        whole,
        all.itemIntervals().propagated(),
        ITEMS);
    intervals(
        "itemIntervals.states",
        ops,
        some.itemIntervals().states(),
        whole,
        all.itemIntervals().states(),
        ITEMS);
    Expr rows = ops.input("contract.rows", DType.INT, Shape.of(Dim.named("N")));
    same("catalogue().embed(rows)", ops.valueOf(some.catalogue().embed(rows)), items, FURTHER);
    findings.same(
        ops.valueOf(some.catalogue().embed(null)),
        items,
        "catalogue().embed(null) beside the table of all items");
  }

  private void intervals(
      String what, JavaOps ops, List<Expr> some, JavaOps whole, List<Expr> all, int[] nodes) {
    for (int t = 0; t < some.size(); t++) {
      same(
          "interval " + t + " of " + what,
          ops.valueOf(some.get(t)),
          whole.valueOf(all.get(t)),
          nodes);
    }
  }

  private void same(String what, JavaTensor some, JavaTensor all, int[] nodes) {
    findings.same(
        some,
        Kernels.gather(all, JavaTensor.indices(nodes)),
        "%s beside their rows of the table of all nodes",
        what);
  }
}
