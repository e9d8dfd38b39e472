package io.hardgnn.testkit;

import io.hardgnn.data.IntervalScheme;
import io.hardgnn.encoder.BipartiteGraph;
import io.hardgnn.encoder.Encoder;
import io.hardgnn.encoder.EncoderConfig;
import io.hardgnn.encoder.Gives;
import io.hardgnn.encoder.GraphPlan;
import io.hardgnn.encoder.IntervalEmbeddings;
import io.hardgnn.encoder.NodeEmbeddings;
import io.hardgnn.encoder.Nodes;
import io.hardgnn.encoder.Normalization;
import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.encoder.SequenceEmbeddings;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An encoder that keeps its contract but for one thing: a user is the mean of the items, a position
 * its own item.
 */
record FlawedEncoder(Flaw flaw, int embeddingDim, int historyLength) implements EncoderConfig {

  /** What is wrong. */
  enum Flaw {
    NONE,
    KIND_IN_CAPITALS,
    SIZE_IGNORED,
    SIZE_RESETS_ANOTHER_SETTING,
    ITEMS_TOO_WIDE,
    INSTANCE_TOO_WIDE,
    USERS_PROMISED,
    USERS_UNPROMISED,
    POSITIONS_PROMISED,
    POSITIONS_UNPROMISED,
    INTERVALS_PROMISED,
    INPUT_OF_ITS_OWN,
    OTHER_START_EACH_TIME,
    OTHER_NAMES_EACH_TIME,
    WANTED_ITEMS_CENTRED,
    CATALOGUE_UNSCALED,
    CATALOGUE_OF_ALL_SHIFTED,
    PADDING_COUNTED,
    MASK_IGNORED,
    EMPTY_HAS_BIAS,
    BATCH_CENTRED,
    FUTURE_SEEN,
    TABLE_IGNORED,
    TABLE_REMEMBERED,
    HISTORIES_DIFFER,
    HISTORIES_DECLARE_MORE,
    USERS_CENTRED,
    NOT_FINITE_UNDER_MASK,
    STEP_AT_START,
    NOTHING_TO_TRAIN
  }

  FlawedEncoder(Flaw flaw) {
    this(flaw, 8, 6);
  }

  @SuppressWarnings("unused") // by JSON
  public FlawedEncoder() {
    this(Flaw.NONE);
  }

  private boolean is(Flaw other) {
    return flaw == other;
  }

  @Override
  public String kind() {
    return is(Flaw.KIND_IN_CAPITALS) ? "Flawed-Encoder" : "flawed_encoder";
  }

  @Override
  public FlawedEncoder embeddingDim(int size) {
    return new FlawedEncoder(
        flaw,
        is(Flaw.SIZE_IGNORED) ? embeddingDim : size,
        is(Flaw.SIZE_RESETS_ANOTHER_SETTING) ? 100 : historyLength);
  }

  @Override
  public Set<Gives> gives() {
    Set<Gives> gives = EnumSet.of(Gives.SEQUENCES);
    if (!is(Flaw.POSITIONS_UNPROMISED)) {
      gives.add(Gives.POSITIONS);
    }
    if (is(Flaw.USERS_PROMISED)) {
      gives.add(Gives.USERS);
    }
    if (is(Flaw.INTERVALS_PROMISED)) {
      gives.add(Gives.INTERVALS);
    }
    return gives;
  }

  @Override
  public GraphPlan graph() {
    return is(Flaw.INTERVALS_PROMISED)
        ? new GraphPlan.Intervals(2, IntervalScheme.EQUAL_COUNT, Normalization.NONE, true)
        : new GraphPlan.None();
  }

  @Override
  public Encoder encoder(int userCount, int itemCount) {
    return new Flawed(itemCount);
  }

  private static final AtomicInteger MADE = new AtomicInteger();

  private final class Flawed implements Encoder {

    private final int itemCount;
    private @Nullable Expr remembered;

    Flawed(int itemCount) {
      this.itemCount = itemCount;
    }

    @Override
    public NodeEmbeddings embedNodes(Ops ops, List<BipartiteGraph> graphs, Nodes nodes) {
      Expr table = table(ops);
      NodeEmbeddings.CatalogueEmbedder rows = some -> scaled(ops, rows(ops, table, some));
      Expr items = rows.embed(nodes.items());
      if (is(Flaw.ITEMS_TOO_WIDE)) {
        items = ops.concat(1, List.of(items, items));
      }
      if (is(Flaw.WANTED_ITEMS_CENTRED)) {
        items = ops.sub(items, ops.expandDims(ops.mean(items, 0), 0));
      }
      NodeEmbeddings.CatalogueEmbedder catalogue =
          some ->
              is(Flaw.CATALOGUE_UNSCALED) && some != null
                  ? rows(ops, table, some)
                  : is(Flaw.CATALOGUE_OF_ALL_SHIFTED) && some == null
                      ? ops.add(rows.embed(null), 0.01)
                      : rows.embed(some);
      remembered = items;
      return new NodeEmbeddings(
          is(Flaw.USERS_UNPROMISED) ? items : null,
          items,
          IntervalEmbeddings.NONE,
          IntervalEmbeddings.NONE,
          catalogue);
    }

    private Expr table(Ops ops) {
      int made = MADE.incrementAndGet();
      Initializer start =
          is(Flaw.OTHER_START_EACH_TIME) ? Initializer.constant(made) : Initializer.normal(0.1);
      String name = "item_embedding" + (is(Flaw.OTHER_NAMES_EACH_TIME) ? made : "");
      Expr table = ops.parameter(name, Shape.of(itemCount, embeddingDim), start);
      if (is(Flaw.INPUT_OF_ITS_OWN)) {
        table = ops.mul(table, ops.input("price", DType.FLOAT, Shape.of(itemCount, 1)));
      }
      return is(Flaw.NOTHING_TO_TRAIN) ? ops.stopGradient(table) : table;
    }

    private Expr scaled(Ops ops, Expr rows) {
      Expr gain = ops.parameter("gain", Shape.of(embeddingDim), Initializer.ones());
      if (is(Flaw.STEP_AT_START)) {
        Expr threshold = ops.parameter("threshold", Shape.of(embeddingDim), Initializer.zeros());
        gain = ops.add(gain, ops.toFloat(ops.greater(threshold, ops.constant(0))));
      }
      return ops.mul(rows, is(Flaw.NOTHING_TO_TRAIN) ? ops.stopGradient(gain) : gain);
    }

    private Expr rows(Ops ops, Expr table, @Nullable Expr some) {
      return some == null ? table : ops.gather(table, some);
    }

    @Override
    public SequenceEmbeddings embedSequences(Ops ops, Expr itemTable, SequenceBatch sequences) {
      Expr table =
          is(Flaw.TABLE_IGNORED)
              ? ops.parameter(
                  "item_embedding", Shape.of(itemCount, embeddingDim), Initializer.normal(0.1))
              : itemTable;
      if (is(Flaw.TABLE_REMEMBERED)) {
        table = Objects.requireNonNull(remembered, "items of the first phase");
      }
      Expr rows = ops.gather(table, sequences.items());
      Expr mask = ops.expandDims(sequences.mask(), 2);
      Expr positions = is(Flaw.MASK_IGNORED) ? rows : ops.mul(rows, mask);
      Expr instance = instance(ops, positions, sequences);
      if (is(Flaw.FUTURE_SEEN)) {
        positions = ops.add(positions, ops.expandDims(instance, 1));
      }
      if (is(Flaw.INSTANCE_TOO_WIDE)) {
        instance = ops.concat(1, List.of(instance, instance));
      }
      return new SequenceEmbeddings(instance, is(Flaw.POSITIONS_PROMISED) ? null : positions);
    }

    private Expr instance(Ops ops, Expr positions, SequenceBatch sequences) {
      Expr used = ops.expandDims(ops.sum(sequences.mask(), 1), 1);
      Expr one = ops.constant(1);
      if (is(Flaw.PADDING_COUNTED)) {
        return ops.mean(positions, 1);
      }
      Expr sum = ops.sum(positions, 1);
      if (is(Flaw.NOT_FINITE_UNDER_MASK)) {
        return ops.where(ops.greater(used, ops.constant(0)), ops.div(sum, used), sum);
      }
      Expr mean = ops.div(sum, ops.maximum(used, one));
      if (is(Flaw.EMPTY_HAS_BIAS)) {
        mean = ops.add(mean, ops.parameter("bias", Shape.of(embeddingDim), Initializer.zeros()));
      }
      if (is(Flaw.BATCH_CENTRED)) {
        mean = ops.sub(mean, ops.expandDims(ops.mean(mean, 0), 0));
      }
      return mean;
    }

    @Override
    public Expr embedHistories(Ops ops, Expr itemTable, SequenceBatch sequences) {
      Expr instance = embedSequences(ops, itemTable, sequences).instance();
      if (is(Flaw.HISTORIES_DECLARE_MORE)) {
        ops.parameter("unused", Shape.of(embeddingDim), Initializer.zeros());
      }
      return is(Flaw.HISTORIES_DIFFER) ? ops.mul(instance, 1.5) : instance;
    }

    @Override
    public Expr combine(Ops ops, @Nullable Expr users, Expr instance) {
      return is(Flaw.USERS_CENTRED)
          ? ops.sub(instance, ops.expandDims(ops.mean(instance, 0), 0))
          : instance;
    }
  }
}
