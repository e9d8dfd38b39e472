package io.hardgnn;

import io.hardgnn.batch.Batch;
import io.hardgnn.batch.BatchSource;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.HeldOut;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.ModelProbe;
import io.hardgnn.engine.TrainedParameters;
import io.hardgnn.engine.TrainingEngine;
import io.hardgnn.loss.Loss;
import io.hardgnn.negatives.Contrast;
import io.hardgnn.negatives.UnitVectors;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.Ops;
import io.hardgnn.step.ForwardPass;
import io.hardgnn.step.StepInputs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** Has a loss choose its negatives for some batches, and counts what they are. */
final class SamplingProbe {

  /** INT {@code [Q]}: an item of each query's user, later than training. */
  private static final String LATER = "diagnostics.later";

  /** A batch has users of similar history, so the anchors come from this many. */
  private static final int BATCHES = 50;

  /** What is closer to an item's unit vector than that is the item. */
  private static final float SAME = 0.99999f;

  private final ModelDefinition definition;
  private final BatchSource batches;
  private final Dataset dataset;
  private final Loss loss;
  private final int anchors;

  SamplingProbe(ModelDefinition definition, BatchSource batches, Dataset dataset, int anchors) {
    this.definition = definition;
    this.batches = batches;
    this.dataset = dataset;
    this.anchors = anchors;
    this.loss = LookedAt.in(definition.objective()).orElseThrow();
  }

  private Map<String, Expr> write(Ops ops) {
    ForwardPass forward = definition.forward(ops);
    LookedAt looked = LookedAt.at(loss, ops, forward);
    Expr anchors = looked.anchors();
    Expr positives = ops.l2Normalize(ops.gather(forward.nodes().items(), forward.targets()));
    Expr catalogue = ops.l2Normalize(forward.nodes().catalogue().embed(null));
    Expr later =
        ops.l2Normalize(forward.nodes().catalogue().embed(StepInputs.indices(ops, LATER, "Q")));
    Map<String, Expr> values = new LinkedHashMap<>();
    values.put("loss", looked.loss());
    values.put("positive", ops.sum(ops.mul(anchors, positives), -1));
    values.put("random", ops.sum(ops.mul(anchors, ops.expandDims(ops.mean(catalogue, 0), 0)), -1));
    Contrast negatives = looked.negatives().apply(anchors);
    values.put("negative", negatives.cosines());
    values.put("present", negatives.present());
    values.put("later", looked.negatives().apply(later).cosines());
    return values;
  }

  /** Looks at the batches with the parameters after an epoch, counted from 1. */
  SamplingReport.Epoch look(TrainingEngine engine, TrainedParameters trained, int epoch) {
    SamplingCounts counts = new SamplingCounts(dataset);
    try (ModelProbe probe = engine.probe(trained, this::write)) {
      float[] items = trained.itemTable().floats().clone();
      HostTensor proposing = UnitVectors.of(items, trained.itemTable().dims()[1]);
      List<int[]> plan = batches.epoch(0);
      int looked = Math.min(plan.size(), BATCHES);
      for (int step = 0; step < plan.size() && counts.anchors() < anchors; step++) {
        Batch batch = batches.batch(epoch - 1, step, plan.get(step));
        Map<String, HostTensor> inputs = new LinkedHashMap<>(batches.wholeGraphs());
        inputs.putAll(batch.feeds());
        inputs.put(StepInputs.MINING_TABLE, proposing);
        int[] users = usersOfQueries(batch, batches.users(plan.get(step)));
        int most = (anchors - counts.anchors() - 1) / Math.max(1, looked - step) + 1;
        look(probe, inputs, users, spread(users.length, most), counts);
      }
    }
    return counts.epoch(epoch);
  }

  /** Returns up to so many of some queries, evenly spread. */
  private static int[] spread(int queries, int most) {
    int taken = Math.min(queries, most);
    return IntStream.range(0, taken).map(n -> (int) ((long) n * queries / taken)).toArray();
  }

  private void look(
      ModelProbe probe,
      Map<String, HostTensor> inputs,
      int[] users,
      int[] queries,
      SamplingCounts counts) {
    inputs.put(LATER, HostTensor.of(new int[users.length], users.length));
    counts.add(users, queries, probe.run(inputs));
    count(probe, inputs, users, queries, dataset.validation(), counts::addValidation);
    count(probe, inputs, users, queries, dataset.test(), counts::addTest);
  }

  private interface Same {
    void add(int query, boolean[] same);
  }

  private void count(
      ModelProbe probe,
      Map<String, HostTensor> inputs,
      int[] users,
      int[] queries,
      HeldOut heldOut,
      Same same) {
    int most = 0;
    for (int query : queries) {
      most = Math.max(most, heldOut.targetCount(users[query]));
    }
    for (int n = 0; n < most; n++) {
      int[] later = new int[users.length];
      for (int query = 0; query < users.length; query++) {
        later[query] = n < heldOut.targetCount(users[query]) ? heldOut.target(users[query], n) : 0;
      }
      inputs.put(LATER, HostTensor.of(later, later.length));
      float[] cosines = Objects.requireNonNull(probe.run(inputs).get("later")).floats();
      int columns = cosines.length / users.length;
      for (int query : queries) {
        if (n < heldOut.targetCount(users[query])) {
          boolean[] is = new boolean[columns];
          for (int k = 0; k < columns; k++) {
            is[k] = cosines[query * columns + k] > SAME;
          }
          same.add(query, is);
        }
      }
    }
  }

  private static int[] usersOfQueries(Batch batch, int[] users) {
    int[] sequences = Objects.requireNonNull(batch.feeds().get(StepInputs.TARGET_SEQUENCES)).ints();
    int[] ofQueries = new int[sequences.length];
    for (int query = 0; query < sequences.length; query++) {
      ofQueries[query] = users[sequences[query]];
    }
    return ofQueries;
  }
}
