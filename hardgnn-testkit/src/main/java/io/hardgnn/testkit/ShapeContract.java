package io.hardgnn.testkit;

import io.hardgnn.encoder.Gives;
import io.hardgnn.encoder.IntervalEmbeddings;
import io.hardgnn.encoder.NodeEmbeddings;
import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.encoder.SequenceEmbeddings;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is there, and in which shape. */
final class ShapeContract {

  private final TinyModel model;
  private final Findings findings;
  private final Set<Gives> gives;
  private final Dim dim;

  ShapeContract(TinyModel model, Findings findings) {
    this.model = model;
    this.findings = findings;
    this.gives = model.config().gives();
    this.dim = Dim.of(model.dim());
  }

  void check() {
    findings.attempt("embedNodes of wanted nodes", this::checkWanted);
    findings.attempt("embedNodes of all nodes", this::checkAll);
    findings.attempt("a request, without graphs and without a first phase,", this::checkRequest);
    findings.attempt("a step of training, with both phases,", this::checkStep);
  }

  private void checkWanted() {
    Map<String, JavaTensor> feeds = model.nodeFeeds(new int[] {3, 0, 4}, new int[] {6, 2});
    feeds.put("contract.rows", JavaTensor.indices(1, 6, 1, 0));
    JavaOps ops = JavaOps.with(feeds, Map.of());
    NodeEmbeddings nodes = model.wanted(ops);
    if (present("NodeEmbeddings.users", nodes.users(), Gives.USERS)) {
      shape("NodeEmbeddings.users", nodes.users(), Dim.named("NU"), dim);
    }
    shape("NodeEmbeddings.items", nodes.items(), Dim.named("NI"), dim);
    intervals("userIntervals", nodes.userIntervals(), Dim.named("NU"));
    intervals("itemIntervals", nodes.itemIntervals(), Dim.named("NI"));
    Expr rows = ops.input("contract.rows", DType.INT, Shape.of(Dim.named("N")));
    shape("catalogue().embed(rows)", nodes.catalogue().embed(rows), Dim.named("N"), dim);
    shape("catalogue().embed(null)", nodes.catalogue().embed(null), Dim.of(TinyModel.ITEMS), dim);
  }

  private void checkAll() {
    JavaOps ops = JavaOps.with(model.graphFeeds(), Map.of());
    NodeEmbeddings nodes = model.all(ops);
    rows(ops, "NodeEmbeddings.users", nodes.users(), TinyModel.USERS);
    rows(ops, "NodeEmbeddings.items", nodes.items(), TinyModel.ITEMS);
  }

  private void rows(JavaOps ops, String what, @Nullable Expr x, int rows) {
    if (x != null) {
      JavaTensor value = ops.valueOf(x);
      findings.require(
          value.rank() == 2 && value.sizes()[0] == rows && value.sizes()[1] == model.dim(),
          "%s of all nodes are %s; a row for each of %d is asked for",
          what,
          x.shape(),
          rows);
    }
  }

  private void checkRequest() {
    JavaOps ops = JavaOps.with(TinySequences.of(model.config().historyLength()).feeds(), Map.of());
    Expr table = ops.constant(model.someTable().data(), Shape.of(TinyModel.ITEMS, model.dim()));
    sequences(ops, table);
  }

  private void checkStep() {
    Map<String, JavaTensor> feeds = model.nodeFeeds(new int[] {0}, new int[] {0, 1, 2, 3, 4, 5, 6});
    feeds.putAll(TinySequences.of(model.config().historyLength()).feeds());
    JavaOps ops = JavaOps.with(feeds, Map.of());
    sequences(ops, model.wanted(ops).items());
  }

  private void sequences(Ops ops, Expr table) {
    SequenceBatch batch = model.sequences(ops);
    SequenceEmbeddings embedded = model.encoder().embedSequences(ops, table, batch);
    shape("SequenceEmbeddings.instance", embedded.instance(), batch.batch(), dim);
    if (present("SequenceEmbeddings.positions", embedded.positions(), Gives.POSITIONS)) {
      shape(
          "SequenceEmbeddings.positions", embedded.positions(), batch.batch(), batch.length(), dim);
    }
    Expr histories = model.encoder().embedHistories(ops, table, batch);
    shape("embedHistories", histories, batch.batch(), dim);
    @Nullable Expr users =
        gives.contains(Gives.USERS) ? ops.mul(embedded.instance(), ops.constant(2)) : null;
    Expr combined = model.encoder().combine(ops, users, embedded.instance());
    shape("combine", combined, batch.batch(), dim);
  }

  private boolean present(String what, @Nullable Expr x, Gives promise) {
    boolean given = gives.contains(promise);
    findings.require(
        given == (x != null),
        given
            ? "gives() promises %s, but %s is null"
            : "gives() does not promise %s, but %s is there",
        promise,
        what);
    return x != null;
  }

  private void intervals(String what, IntervalEmbeddings intervals, Dim nodes) {
    int expected = gives.contains(Gives.INTERVALS) ? model.config().graph().count() : 0;
    checkIntervals(what + ".propagated", intervals.propagated(), expected, nodes);
    checkIntervals(what + ".states", intervals.states(), expected, nodes);
  }

  private void checkIntervals(String what, List<Expr> intervals, int expected, Dim nodes) {
    findings.require(
        intervals.size() == expected,
        "%s has %d intervals; by gives() and graph() there are %d",
        what,
        intervals.size(),
        expected);
    for (Expr interval : intervals) {
      shape("an interval of " + what, interval, nodes, dim);
    }
  }

  private void shape(String what, @Nullable Expr x, Dim... expected) {
    findings.require(
        x != null && x.type() == DType.FLOAT && x.shape().equals(Shape.of(expected)),
        "%s is %s; FLOAT %s is asked for",
        what,
        x == null ? "null" : x.type() + " " + x.shape(),
        Shape.of(expected));
  }
}
