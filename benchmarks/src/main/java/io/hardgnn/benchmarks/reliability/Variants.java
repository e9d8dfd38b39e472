package io.hardgnn.benchmarks.reliability;

import io.hardgnn.FitOptions;
import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.benchmarks.data.Generated;
import io.hardgnn.benchmarks.harness.Fork;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.data.Dataset;
import io.hardgnn.encoder.mf.MatrixFactorization;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.loss.BayesianPersonalizedRanking;
import io.hardgnn.loss.HardPairs;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.Loss;
import io.hardgnn.loss.Objective;
import io.hardgnn.loss.SampledSoftmax;
import io.hardgnn.negatives.Curriculum;
import io.hardgnn.negatives.Pool;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.step.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A few small models of the same data, trained with different seeds, which are what models differ
 * in by construction.
 */
final class Variants {

  private static final int COUNT = 4;
  private static final String PLAIN = "variant-";
  private static final String WITH_USERS = "with-users-";
  private static final int USERS = 40;
  private static final int ITEMS = 60;
  private static final int PER_USER = 12;

  private Variants() {}

  /** The data of all variants. */
  static Dataset dataset() {
    return Generated.even(USERS, ITEMS, PER_USER, 7);
  }

  /** Settings with which an epoch takes milliseconds, and no run ends before its last one. */
  static HardGNN settings(int epochs, long seed) {
    return settings(HardGNN.builder(sequences()), epochs, seed);
  }

  /**
   * As {@link #settings}, with what depends on the numbers of epoch and step beside them: hard
   * negatives of a table that is some steps old, from the third epoch on, and more and more of them
   * among random ones.
   */
  static HardGNN mining(int epochs, long seed) {
    Loss pairs =
        new HardPairs()
            .loss(new BayesianPersonalizedRanking(2))
            .candidates(8)
            .chosenBy(new Curriculum().epochs(epochs / 2));
    Objective objective =
        new Objective(new Targets.OnePerUser(), new SampledSoftmax(32))
            .plus(0.1, pairs)
            .plus(0.1, new InfoNce().hardNegatives(2).from(new Pool.Proposed(3)), 2);
    HardGNN.Builder builder =
        HardGNN.builder(sequences())
            .objective(objective)
            .training(training -> training.batchSize(8));
    return settings(builder, epochs, seed);
  }

  private static HardGNNConfig sequences() {
    return Presets.standard()
        .encoder(
            new ResidualGraph()
                .embeddingDim(16)
                .historyLength(10)
                .graphLayers(1)
                .attentionLayers(1)
                .attention(attention -> attention.heads(2)))
        .minimising(new SampledSoftmax(32));
  }

  /** The same of matrix factorisation, which has vectors of users. */
  private static HardGNN settingsWithUsers(int epochs, long seed) {
    HardGNNConfig factors =
        HardGNNConfig.of(new MatrixFactorization().embeddingDim(16).historyLength(10))
            .scoredBy(new Scoring.Dot())
            .predicting(new Targets.EveryInteraction())
            .minimising(new BayesianPersonalizedRanking());
    return settings(HardGNN.builder(factors), epochs, seed);
  }

  private static HardGNN settings(HardGNN.Builder builder, int epochs, long seed) {
    return builder
        .epochs(epochs)
        .training(training -> training.stopping(stopping -> stopping.patience(0)))
        .seed(seed)
        .build();
  }

  /** Trains the variants, in a JVM of its own so that this one needs no TensorFlow. */
  static final class Preparation {
    private Preparation() {}

    /** Takes the directory, and whether only the uninterrupted run is wanted. */
    public static void main(String[] args) {
      Path directory = Path.of(args[0]);
      if (!Boolean.parseBoolean(args[1])) {
        make(directory);
      }
      PublishedCheckpoint.reference(directory);
    }
  }

  /**
   * Trains and saves them, and the run that checkpoints are held against, in a JVM of its own.
   *
   * @return their directory, in the folder
   */
  static Path makeInProcess(Path folder) throws IOException, InterruptedException {
    return inProcess(folder, false);
  }

  /** As {@link #makeInProcess} for those who need but the run. */
  static Path referenceInProcess(Path folder) throws IOException, InterruptedException {
    return inProcess(folder, true);
  }

  private static Path inProcess(Path folder, boolean runAlone)
      throws IOException, InterruptedException {
    Path variants = Files.createDirectories(folder.resolve("variants"));
    Process preparation =
        Fork.builder(
                Preparation.class, "512m", List.of(variants.toString(), Boolean.toString(runAlone)))
            .inheritIO()
            .start();
    if (preparation.waitFor() != 0) {
      throw new IOException("the variants could not be trained");
    }
    return variants;
  }

  /** Trains and saves them. */
  static void make(Path directory) {
    for (int variant = 0; variant < COUNT; variant++) {
      make(settings(2, variant), directory.resolve(PLAIN + variant));
      make(settingsWithUsers(2, variant), directory.resolve(WITH_USERS + variant));
    }
  }

  private static void make(HardGNN settings, Path target) {
    try (HardGNNModel model = settings.fit(dataset(), FitOptions.defaults())) {
      model.save(target);
    }
  }

  /** Reads them again; their seeds are their places in the list. */
  static List<HardGNNModel> load(Path directory) throws IOException {
    return load(directory, PLAIN);
  }

  /** As {@link #load}, of those that have vectors of users. */
  static List<HardGNNModel> loadWithUsers(Path directory) throws IOException {
    return load(directory, WITH_USERS);
  }

  private static List<HardGNNModel> load(Path directory, String name) throws IOException {
    List<HardGNNModel> models = new ArrayList<>();
    for (int variant = 0; variant < COUNT; variant++) {
      models.add(HardGNNModel.load(directory.resolve(name + variant)));
    }
    return models;
  }
}
