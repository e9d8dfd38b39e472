package io.hardgnn.testkit;

import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.encoder.BipartiteGraph;
import io.hardgnn.encoder.Encoder;
import io.hardgnn.encoder.EncoderConfig;
import io.hardgnn.encoder.GraphInputs;
import io.hardgnn.encoder.NodeEmbeddings;
import io.hardgnn.encoder.Nodes;
import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.ParameterSeed;
import io.hardgnn.ops.Shape;
import io.hardgnn.settings.InvalidConfigException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * An encoder for the smallest data set in which everything happens: a user and an item without
 * edges, an interval without any. Sizes differ, so that one cannot be taken for another.
 *
 * @param config settings of a small size
 */
record TinyModel(EncoderConfig config) {

  static final int USERS = 5;
  static final int ITEMS = 7;

  /** How far parameters are moved from their start, so that none is zero or one. */
  private static final double MOVED = 0.3;

  private static final String NODE_USERS = "contract.users";
  private static final String NODE_ITEMS = "contract.items";

  /** Returns an encoder of the first size of 8, 16, 32, … that its settings admit, or of theirs. */
  static TinyModel of(EncoderConfig config) {
    for (int dim = 8; dim < config.embeddingDim(); dim *= 2) {
      try {
        return new TinyModel(HardGNNConfig.of(config.embeddingDim(dim)).encoder());
      } catch (InvalidConfigException | IllegalArgumentException e) {
        continue; // such as more heads than dimensions
      }
    }
    return new TinyModel(config);
  }

  Encoder encoder() {
    return config.encoder(USERS, ITEMS);
  }

  int dim() {
    return config.embeddingDim();
  }

  /** Returns the inputs of the first phase. */
  Map<String, JavaTensor> graphFeeds() {
    return TinyGraphs.feeds(config.graph());
  }

  /** Returns the inputs of the first phase with the wanted nodes. */
  Map<String, JavaTensor> nodeFeeds(int[] users, int[] items) {
    Map<String, JavaTensor> feeds = new LinkedHashMap<>(graphFeeds());
    feeds.put(NODE_USERS, JavaTensor.indices(users));
    feeds.put(NODE_ITEMS, JavaTensor.indices(items));
    return feeds;
  }

  /** Writes the first phase for the nodes that are fed. */
  NodeEmbeddings wanted(Ops ops) {
    Expr users = ops.input(NODE_USERS, DType.INT, Shape.of(Dim.named("NU")));
    Expr items = ops.input(NODE_ITEMS, DType.INT, Shape.of(Dim.named("NI")));
    return nodes(ops, users, items);
  }

  /** Writes the first phase for all nodes. */
  NodeEmbeddings all(Ops ops) {
    return nodes(ops, null, null);
  }

  private NodeEmbeddings nodes(Ops ops, @Nullable Expr users, @Nullable Expr items) {
    List<BipartiteGraph> graphs = GraphInputs.declare(ops, config.graph(), USERS, ITEMS);
    return encoder().embedNodes(ops, graphs, new Nodes(users, items));
  }

  /** Returns an item table that no training made. */
  JavaTensor someTable() {
    SplittableRandom random = new SplittableRandom(7);
    return random(random, ITEMS, dim());
  }

  static JavaTensor random(SplittableRandom random, int... sizes) {
    double[] data = new double[JavaTensor.count(sizes)];
    for (int i = 0; i < data.length; i++) {
      data[i] = random.nextGaussian();
    }
    return new JavaTensor(sizes, data);
  }

  /** Declares the inputs of {@link TinySequences}. */
  SequenceBatch sequences(Ops ops) {
    return SequenceBatch.declare(ops, config.readsTimeGaps());
  }

  /** Returns the parameters of both phases as they start. */
  Map<String, JavaTensor> initial() {
    TinySequences sequences = TinySequences.of(config.historyLength());
    Map<String, JavaTensor> feeds = new LinkedHashMap<>(graphFeeds());
    feeds.putAll(sequences.feeds());
    JavaOps ops = JavaOps.with(feeds, Map.of());
    Expr items = all(ops).items();
    encoder().embedSequences(ops, items, sequences(ops));
    Map<String, JavaTensor> values = new LinkedHashMap<>();
    ops.parameters().forEach((name, parameter) -> values.put(name, parameter.value()));
    return values;
  }

  /** Returns the parameters of both phases, each moved at random. */
  Map<String, JavaTensor> moved() {
    Map<String, JavaTensor> values = new LinkedHashMap<>();
    initial()
        .forEach(
            (name, value) -> {
              SplittableRandom random = ParameterSeed.randomFor(1, name);
              values.put(name, value.map(x -> x + MOVED * random.nextGaussian()));
            });
    return values;
  }
}
