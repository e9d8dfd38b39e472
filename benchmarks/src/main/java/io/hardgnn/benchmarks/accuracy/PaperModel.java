package io.hardgnn.benchmarks.accuracy;

import io.hardgnn.HardGNN;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.data.Dataset;
import io.hardgnn.encoder.EncoderConfig;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.encoder.selfgnn.SelfGnn;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.Term;
import io.hardgnn.negatives.Pool;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * A model of the paper's experiments: settings of a preset with some changed.
 *
 * @param preset name of the preset
 * @param k hard negatives; 0 is SelfGNN
 * @param lambda weight of the contrastive loss
 * @param history how many interactions of a user are read
 * @param epochs epochs to train
 * @param leak whether the published program's leak is switched on, see {@link HeldOutSpared}
 */
public record PaperModel(
    String preset, int k, double lambda, int history, int epochs, boolean leak) {

  /** The presets of the sets that stand for those of the paper. */
  private static final Map<String, String> PRESETS =
      Map.of(
          "amazon-beauty", "amazonBook",
          "gowalla-nyc", "gowalla",
          "ml-1m", "movieLens",
          "yelp2020", "yelp");

  /**
   * Returns the model of a set with the settings that its preset has; one without a contrastive
   * loss gets it with 10 hard negatives and a weight of 0.1.
   *
   * @param preset the preset, or "paper" for the one of the set
   * @throws IllegalArgumentException if there is no preset of that name, its model is of other
   *     authors, or the leak is asked for of one that does not mine the catalogue
   */
  public static PaperModel of(String set, String preset, int epochs, boolean leak) {
    String name = preset.equals("paper") ? ofSet(set) : preset;
    HardGNNConfig config = Presets.byName(name);
    readingOf(name, config.encoder().historyLength()); // before any data is read
    if (leak) {
      requireCatalogue(name);
    }
    Term contrast = config.objective().find(InfoNce.class).orElse(new Term(new InfoNce(), 0.1, 0));
    return new PaperModel(
        name,
        ((InfoNce) contrast.loss()).hardNegatives(),
        contrast.weight(),
        config.encoder().historyLength(),
        epochs,
        leak);
  }

  /** Returns the preset of a set, which may be given as a file. */
  private static String ofSet(String set) {
    return PRESETS.getOrDefault(baseName(set).replaceFirst("[.].*", ""), "paper");
  }

  /** Returns the name of a set without folders. */
  public static String baseName(String set) {
    return Path.of(set).getFileName().toString();
  }

  /** Returns the model with other hard negatives, at their weight. */
  public PaperModel hard(int negatives, double weight) {
    return new PaperModel(preset, negatives, weight, history, epochs, leak);
  }

  /** Returns the model that reads other histories. */
  public PaperModel history(int interactions) {
    return new PaperModel(preset, k, lambda, interactions, epochs, leak);
  }

  /** Returns the model trained for another time. */
  public PaperModel epochs(int number) {
    return new PaperModel(preset, k, lambda, history, number, leak);
  }

  /** Returns what tells this model from others, the name of its file. */
  public String name() {
    return String.format(
        Locale.ROOT,
        "%s-k%d-lambda%s-history%d-epochs%d%s",
        preset,
        k,
        k == 0 ? 0 : lambda,
        history,
        epochs,
        leak ? "-leak" : "");
  }

  /** Returns the name of the paper; the library's own model is not one of the paper. */
  public String label() {
    String model = k == 0 ? "SelfGNN" : "HardGNN";
    if (preset.equals("default")) {
      model = k == 0 ? "default" : "default with hard negatives";
    }
    return model + (leak ? " with the leak" : "");
  }

  /** Returns the model ready to be trained. */
  public HardGNN build(Dataset dataset, long seed) {
    HardGNN.Builder builder = HardGNN.builder(Presets.byName(preset));
    builder.encoder(readingOf(preset, history));
    builder.hardNegatives(k).lambda(k == 0 ? 0 : lambda).epochs(epochs).seed(seed);
    if (leak) {
      HeldOutSpared spared = HeldOutSpared.of(dataset.validation(), dataset.test());
      builder.candidateSampler(spared::randomNegatives);
      if (k > 0) {
        builder.hardNegatives(k, spared);
      }
    }
    return builder.build();
  }

  /** Returns the encoder of a preset that reads so many interactions of a user. */
  private static EncoderConfig readingOf(String preset, int history) {
    EncoderConfig encoder = Presets.byName(preset).encoder();
    if (encoder instanceof SelfGnn paper) {
      return paper.historyLength(history);
    }
    if (encoder instanceof ResidualGraph residual) {
      return residual.historyLength(history);
    }
    throw new IllegalArgumentException(
        "the paper's experiments are of encoders self_gnn and residual_graph; preset "
            + preset
            + " has "
            + encoder.kind()
            + ", which the program Accuracy compares");
  }

  private static void requireCatalogue(String preset) {
    boolean mined =
        Presets.byName(preset)
            .objective()
            .find(InfoNce.class)
            .filter(term -> ((InfoNce) term.loss()).pool() instanceof Pool.Catalogue)
            .isPresent();
    if (!mined) {
      throw new IllegalArgumentException(
          "the leak is that of models that mine the catalogue, which preset "
              + preset
              + " does not; use --preset paper");
    }
  }
}
