package io.hardgnn.negatives;

import io.hardgnn.batch.Batch;
import io.hardgnn.batch.BatchSource;
import io.hardgnn.data.TrainingData;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.TrainingConfig;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.Objective;
import io.hardgnn.loss.SampledSoftmax;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.step.ForwardPass;
import io.hardgnn.step.StepInputs;
import io.hardgnn.step.Targets;
import io.hardgnn.testkit.JavaOps;
import io.hardgnn.testkit.JavaTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a sampler chooses in a training step, by plain arithmetic over random parameters. */
final class PlainChoice {

  final Map<String, HostTensor> feeds;
  final int[] users;
  private final ModelDefinition definition;
  private final InfoNce loss;

  /**
   * Prepares the step.
   *
   * @param pool a batch of shared items, or the catalogue
   */
  PlainChoice(TrainingData data, Sampler sampler, int count, Pool pool, int epoch, long seed) {
    loss = new InfoNce().hardNegatives(count).chosenBy(sampler).from(pool);
    boolean everyPosition = pool instanceof Pool.Batch;
    int items = data.itemCount();
    Objective objective =
        new Objective(
                everyPosition ? new Targets.EveryPosition() : new Targets.OnePerUser(3, 50),
                new SampledSoftmax(everyPosition ? items / 2 : items))
            .plus(0.5, loss);
    ResidualGraph encoder =
        new ResidualGraph().embeddingDim(8).graphLayers(0).attentionLayers(0).historyLength(20);
    float[] bias = new float[items];
    for (int item = 0; item < items; item++) {
      bias[item] = (float) Math.sin(item + seed);
    }
    definition =
        ModelDefinition.of(encoder, new Scoring.DotWithBias(), objective, data.userCount(), bias);
    TrainingConfig training = new TrainingConfig().seed(seed).batchSize(8);
    BatchSource source = new BatchSource(definition, training, data);
    users = source.epoch(epoch).get(0);
    Batch batch = source.batch(epoch, 0, users);
    feeds = new LinkedHashMap<>(batch.feeds());
    source.wholeGraphs().forEach(feeds::putIfAbsent);
  }

  /** The items chosen for each query, in order, without those that are missing. */
  List<List<Integer>> items() {
    Map<String, JavaTensor> inputs = new LinkedHashMap<>();
    feeds.forEach((name, value) -> inputs.put(name, JavaTensor.of(value)));
    JavaOps ops = JavaOps.with(inputs, Map.of());
    ForwardPass forward = definition.forward(ops);
    Expr units = ops.l2Normalize(forward.nodes().catalogue().embed(null));
    // Against the unit vectors of all items a negative's own cosine is 1.
    Seen seen = new Seen(ops, loss.sampler(), units);
    loss.pool()
        .contrast(ops, forward, ops.l2Normalize(forward.anchors()), seen, loss.hardNegatives());
    return seen.items;
  }

  /** Returns the sequence of each query. */
  int[] sequences() {
    return feeds.get(StepInputs.TARGET_SEQUENCES).ints();
  }

  /** Passes everything on and notes what was chosen. */
  private static final class Seen implements Sampler {
    private final JavaOps java;
    private final Sampler sampler;
    private final Expr units;
    private final List<List<Integer>> items = new ArrayList<>();

    Seen(JavaOps java, Sampler sampler, Expr units) {
      this.java = java;
      this.sampler = sampler;
      this.units = units;
    }

    @Override
    public String kind() {
      return sampler.kind();
    }

    @Override
    public java.util.Set<Need> needs() {
      return sampler.needs();
    }

    @Override
    public Chosen choose(io.hardgnn.ops.Ops ops, Candidates candidates, int count) {
      Chosen chosen = sampler.choose(ops, candidates, count);
      JavaTensor vectors = java.valueOf(chosen.vectors());
      JavaTensor present = java.valueOf(chosen.present());
      JavaTensor table = java.valueOf(units);
      int d = vectors.sizes()[2];
      for (int query = 0; query < vectors.sizes()[0]; query++) {
        List<Integer> ofQuery = new ArrayList<>();
        for (int k = 0; k < vectors.sizes()[1]; k++) {
          int cell = query * vectors.sizes()[1] + k;
          if (present.data()[cell] > 0) {
            ofQuery.add(closest(vectors.data(), cell * d, table.data(), d));
          }
        }
        items.add(ofQuery);
      }
      return chosen;
    }

    private static int closest(double[] vectors, int from, double[] table, int d) {
      int best = -1;
      double bestCosine = 0.999999;
      for (int item = 0; item < table.length / d; item++) {
        double cosine = 0;
        for (int i = 0; i < d; i++) {
          cosine += vectors[from + i] * table[item * d + i];
        }
        if (cosine > bestCosine) {
          bestCosine = cosine;
          best = item;
        }
      }
      return best;
    }
  }
}
