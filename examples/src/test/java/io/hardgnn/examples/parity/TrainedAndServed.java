package io.hardgnn.examples.parity;

import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.blend.Blend;
import io.hardgnn.blend.BlendedScorer;
import io.hardgnn.blend.Evidence;
import io.hardgnn.data.Dataset;
import io.hardgnn.encoder.UnknownUser;
import io.hardgnn.engine.Scorer;
import io.hardgnn.engine.TrainedParameters;
import io.hardgnn.onnx.OnnxExporter;
import io.hardgnn.onnx.OnnxRecommender;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.tf.TfTrainingEngine;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One model twice: trained, saved, loaded and exported, then opened by the engine that trained it
 * and as a bundle.
 */
final class TrainedAndServed implements AutoCloseable {

  private static final int BLOCK = 250;

  final HardGNNModel model;
  final OnnxRecommender served;

  TrainedAndServed(HardGNN hardGnn, Dataset dataset, Path folder) {
    try (HardGNNModel fresh = hardGnn.fit(dataset)) {
      fresh.save(folder.resolve("model"));
    }
    model = HardGNNModel.load(folder.resolve("model"));
    OnnxExporter.export(model, folder.resolve("bundle"));
    served = OnnxRecommender.open(folder.resolve("bundle"));
  }

  /**
   * Returns the training engine's scores of all items for the first users, by all that is known of
   * them.
   */
  float[][] engineScores(int users) {
    return scores(model.parameters(), users, model.config().blend());
  }

  /** Returns the same with histories whose times are not known. */
  float[][] engineScoresWithoutTimes(int users) {
    return scores(
        model.parameters(),
        users,
        model.config().blend(),
        new KnownHistories(model.interactions(), false));
  }

  /** Returns the same of the network alone, without counts. */
  float[][] networkScores(int users) {
    return scores(model.parameters(), users, Blend.off());
  }

  /**
   * Returns the same for users of whom only the history is known: each gets the mean of the users'
   * embeddings, or zeros.
   */
  float[][] engineScoresOfStrangers(int users) {
    TrainedParameters known = model.parameters();
    HostTensor table = known.userTable();
    if (table == null) {
      return scores(known, users, model.config().blend());
    }
    TrainedParameters strangers =
        new TrainedParameters(
            known.parameters(),
            known.itemTable(),
            HostTensor.of(meanRows(table.floats()), model.users().size(), dim()),
            known.history(),
            known.bestEpoch());
    return scores(strangers, users, model.config().blend());
  }

  private float[] meanRows(float[] table) {
    if (model.config().encoder().unknownUser() == UnknownUser.ZERO) {
      return new float[table.length];
    }
    double[] mean = new double[dim()];
    int rows = table.length / dim();
    for (int i = 0; i < table.length; i++) {
      mean[i % dim()] += table[i] / (double) rows;
    }
    float[] repeated = new float[table.length];
    for (int i = 0; i < table.length; i++) {
      repeated[i] = (float) mean[i % dim()];
    }
    return repeated;
  }

  private float[][] scores(TrainedParameters parameters, int users, Blend blend) {
    return scores(parameters, users, blend, new KnownHistories(model.interactions(), true));
  }

  private float[][] scores(
      TrainedParameters parameters, int users, Blend blend, KnownHistories histories) {
    int items = model.items().size();
    float[][] scores = new float[users][];
    float[] block = new float[BLOCK * items];
    try (Scorer scorer = scorer(parameters, blend)) {
      for (int from = 0; from < users; from += BLOCK) {
        int[] chosen = IntStream.range(from, Math.min(users, from + BLOCK)).toArray();
        scorer.score(histories, chosen, chosen.length, block);
        for (int row = 0; row < chosen.length; row++) {
          scores[from + row] = Arrays.copyOfRange(block, row * items, (row + 1) * items);
        }
      }
    }
    return scores;
  }

  /** Opens the engine's scorer with counts of all that is known, as an exported model has them. */
  private Scorer scorer(TrainedParameters parameters, Blend blend) {
    Scorer network = new TfTrainingEngine().scorer(model.definition(), parameters);
    return blend.addsNothing()
        ? network
        : new BlendedScorer(network, Evidence.of(blend, model.interactions().items()), blend);
  }

  int dim() {
    return model.config().encoder().embeddingDim();
  }

  @Override
  public void close() {
    served.close();
    model.close();
  }
}
