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
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What a sampler chooses in a training step, by plain arithmetic over random parameters. */
final class PlainChoice {

  final Map<String, HostTensor> feeds;
  final int[] users;
  private final ModelDefinition definition;
  private final InfoNce loss;
  private final TrainingData data;
  private final float[] bias;
  private final int epoch;

  /**
   * Prepares the step.
   *
   * @param pool a batch of shared items, the catalogue, or proposals out of it by older vectors
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
    this.data = data;
    this.epoch = epoch;
    bias = new float[items];
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
    if (pool instanceof Pool.Proposed) {
      feeds.put(StepInputs.MINING_TABLE, olderVectors(seed));
    }
  }

  /** Unit vectors of all items that resemble the current ones, as a table some steps old does. */
  private HostTensor olderVectors(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    JavaOps ops = ops();
    double[][] units = values(ops, unitItems(ops, definition.forward(ops)));
    float[] older = new float[units.length * units[0].length];
    for (int item = 0; item < units.length; item++) {
      double[] moved =
          Arrays.stream(units[item]).map(x -> x + 0.4 * random.nextGaussian()).toArray();
      double length = Math.sqrt(dot(moved, moved));
      for (int i = 0; i < moved.length; i++) {
        older[item * moved.length + i] = (float) (moved[i] / length);
      }
    }
    return HostTensor.of(older, units.length, units[0].length);
  }

  private JavaOps ops() {
    Map<String, JavaTensor> inputs = new LinkedHashMap<>();
    feeds.forEach((name, value) -> inputs.put(name, JavaTensor.of(value)));
    return JavaOps.with(inputs, Map.of());
  }

  private static Expr unitItems(JavaOps ops, ForwardPass forward) {
    return ops.l2Normalize(forward.nodes().catalogue().embed(null));
  }

  private static double[][] values(JavaOps ops, Expr matrix) {
    JavaTensor values = ops.valueOf(matrix);
    int columns = values.sizes()[1];
    return IntStream.range(0, values.sizes()[0])
        .mapToObj(row -> Arrays.copyOfRange(values.data(), row * columns, row * columns + columns))
        .toArray(double[][]::new);
  }

  /** Returns the queries of the step and the candidates of each, by plain arithmetic. */
  List<PlainQuery> queries() {
    JavaOps ops = ops();
    ForwardPass forward = definition.forward(ops);
    double[][] items = values(ops, forward.nodes().catalogue().embed(null));
    double[][] users = values(ops, forward.userVectors());
    double[][] anchors = values(ops, forward.anchors());
    int[] targets = feeds.get(StepInputs.TARGETS).ints();
    int[] sequences = sequences();
    return IntStream.range(0, targets.length)
        .mapToObj(
            query -> {
              double[] scores = new double[items.length];
              double[] cosines = new double[items.length];
              for (int item = 0; item < items.length; item++) {
                scores[item] = dot(users[query], items[item]) + bias[item];
                cosines[item] = cosine(anchors[query], items[item]);
              }
              return new PlainQuery(
                  candidates(anchors[query], this.users[sequences[query]]),
                  order(sequences[query]),
                  scores,
                  cosines,
                  item(targets[query]),
                  epoch);
            })
        .toList();
  }

  /** Returns the items of the pool that are no training items of a user, in the pool's order. */
  private List<Integer> candidates(double[] anchor, int user) {
    List<Integer> known = new ArrayList<>();
    for (int p = data.sequences().start(user); p < data.sequences().end(user); p++) {
      known.add(data.sequences().item(p));
    }
    List<Integer> all =
        loss.pool() instanceof Pool.Batch
            ? shared()
            : IntStream.range(0, data.itemCount()).boxed().toList();
    List<Integer> unknown = all.stream().filter(item -> !known.contains(item)).toList();
    if (!(loss.pool() instanceof Pool.Proposed)) {
      return unknown;
    }
    float[] table = feeds.get(StepInputs.MINING_TABLE).floats();
    int d = anchor.length;
    return unknown.stream()
        .sorted(
            Comparator.comparingDouble(
                item ->
                    -IntStream.range(0, d).mapToDouble(i -> anchor[i] * table[item * d + i]).sum()))
        .limit(16L * loss.hardNegatives())
        .toList();
  }

  /** Returns the items that the batch shares. */
  List<Integer> shared() {
    return Arrays.stream(feeds.get(StepInputs.SHARED_NEGATIVES).ints())
        .mapToObj(this::item)
        .toList();
  }

  private double[] order(int sequence) {
    double[] order = new double[data.itemCount()];
    Arrays.fill(order, Double.NaN);
    boolean ofBatch = loss.pool() instanceof Pool.Batch;
    HostTensor numbers = feeds.get(ofBatch ? StepInputs.SHARED_ORDER : StepInputs.MINING_ORDER);
    if (numbers != null) {
      List<Integer> items =
          ofBatch ? shared() : IntStream.range(0, data.itemCount()).boxed().toList();
      for (int column = 0; column < items.size(); column++) {
        order[items.get(column)] = numbers.floats()[sequence * items.size() + column];
      }
    }
    return order;
  }

  /** Returns the item of the dataset that a row of the step's items stands for. */
  private int item(int row) {
    HostTensor nodes = feeds.get(StepInputs.NODE_ITEMS);
    return nodes == null ? row : nodes.ints()[row];
  }

  private static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }

  private static double cosine(double[] a, double[] b) {
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  }

  /**
   * The items chosen for each query, in order, without those that are missing; for a sampler that
   * chooses the same for all, one list.
   */
  List<List<Integer>> items() {
    JavaOps ops = ops();
    ForwardPass forward = definition.forward(ops);
    Expr units = unitItems(ops, forward);
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
    public boolean perAnchor() {
      return sampler.perAnchor();
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
      int d = vectors.sizes()[vectors.rank() - 1];
      int each = vectors.sizes()[vectors.rank() - 2];
      boolean allPresent = present.rank() == 0;
      for (int query = 0; query < (vectors.rank() == 2 ? 1 : vectors.sizes()[0]); query++) {
        List<Integer> ofQuery = new ArrayList<>();
        for (int k = 0; k < each; k++) {
          int cell = query * each + k;
          if (allPresent || present.data()[cell] > 0) {
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
