package io.hardgnn.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.hardgnn.blend.Blend;
import io.hardgnn.encoder.EncoderConfig;
import io.hardgnn.encoder.Gives;
import io.hardgnn.encoder.GraphPlan;
import io.hardgnn.engine.TrainingConfig;
import io.hardgnn.io.Json;
import io.hardgnn.loss.Loss;
import io.hardgnn.loss.Objective;
import io.hardgnn.loss.SampledSoftmax;
import io.hardgnn.loss.Term;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.settings.InvalidConfigException;
import io.hardgnn.settings.Part;
import io.hardgnn.settings.Parts;
import io.hardgnn.settings.Violations;
import io.hardgnn.step.Targets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * All settings of a model, its objective and its training: an immutable value that is always valid
 * and that round-trips through JSON.
 *
 * <pre>{@code
 * HardGNNConfig.of(SelfGnn.paper())
 *     .scoredBy(new Scoring.Dot())
 *     .predicting(new Targets.OnePerUser())
 *     .minimising(new BinaryCrossEntropy())
 *     .plus(0.1, new InfoNce().hardNegatives(3).from(new Pool.Catalogue()))
 *     .trained(training -> training.epochs(100))
 * }</pre>
 *
 * <p>One rule holds between encoders and all else: targets and losses need what the encoder gives.
 *
 * @param encoder makes the encoder
 * @param scoring how two embeddings become a score
 * @param objective what training minimises
 * @param training the training run
 * @param blend what counts of transitions add to the scores
 */
public record HardGNNConfig(
    EncoderConfig encoder,
    Scoring scoring,
    Objective objective,
    TrainingConfig training,
    Blend blend) {

  /**
   * Checks the settings together.
   *
   * @throws InvalidConfigException if any is out of its range or contradicts another; the message
   *     names all of them
   */
  public HardGNNConfig {
    new Unchecked(encoder, scoring, objective, training, blend).check();
  }

  /**
   * Returns the settings of an encoder with scores by cosine, one target per user, the sampled
   * softmax, and the default training; everything else is said in further words.
   */
  public static HardGNNConfig of(EncoderConfig encoder) {
    return new HardGNNConfig(
        encoder,
        new Scoring.Cosine(),
        new Objective(new Targets.OnePerUser(), new SampledSoftmax()),
        new TrainingConfig(),
        Blend.off());
  }

  /** Returns these settings with another encoder. */
  public HardGNNConfig encoder(EncoderConfig other) {
    return new HardGNNConfig(other, scoring, objective, training, blend);
  }

  /** Returns these settings with another way to make scores of embeddings. */
  public HardGNNConfig scoredBy(Scoring other) {
    return new HardGNNConfig(encoder, other, objective, training, blend);
  }

  /** Returns these settings with other targets. */
  public HardGNNConfig predicting(Targets targets) {
    return objective(objective.targets(targets));
  }

  /** Returns these settings with another main loss. */
  public HardGNNConfig minimising(Loss main) {
    return objective(objective.main(main));
  }

  /**
   * Returns these settings with one more loss from the first epoch on, in place of one of its kind;
   * weight 0 leaves it out.
   */
  public HardGNNConfig plus(double weight, Loss loss) {
    return objective(objective.plus(weight, loss));
  }

  /**
   * Returns these settings with one more loss from an epoch on, counted from 0; otherwise as
   * {@link #plus(double, Loss)}.
   */
  public HardGNNConfig plus(double weight, Loss loss, int fromEpoch) {
    return objective(objective.plus(weight, loss, fromEpoch));
  }

  /** Returns these settings with another objective. */
  public HardGNNConfig objective(Objective other) {
    return new HardGNNConfig(encoder, scoring, other, training, blend);
  }

  /** Returns these settings with changed training. */
  public HardGNNConfig trained(UnaryOperator<TrainingConfig> change) {
    return new HardGNNConfig(encoder, scoring, objective, change.apply(training), blend);
  }

  /** Returns these settings with other counts beside the network. */
  public HardGNNConfig blended(Blend other) {
    return new HardGNNConfig(encoder, scoring, objective, training, other);
  }

  /**
   * The same shape unchecked, so that JSON that is well-formed but not valid gets the message that
   * names all that is wrong.
   */
  record Unchecked(
      EncoderConfig encoder,
      Scoring scoring,
      Objective objective,
      TrainingConfig training,
      Blend blend) {

    void check() {
      Violations violations = new Violations();
      violations.complete("", this);
      violations.throwIfAny();
      encoder.check("encoder", violations);
      scoring.check("scoring", violations);
      objective.check("objective", violations);
      training.check("training", violations);
      blend.check("blend", violations);
      given("targets " + objective.targets().kind(), objective.targets().needs(), violations);
      for (Term term : objective.terms()) {
        given("loss " + term.loss().kind(), term.loss().needs(), violations);
      }
      violations.rule(
          objective.targets().onePerSequence()
              || !(encoder.graph() instanceof GraphPlan.Intervals intervals)
              || !intervals.maskTargets(),
          "the encoder "
              + encoder.kind()
              + " has the edges that a step predicts taken out of its graphs, which targets "
              + objective.targets().kind()
              + " do not say; use targets of which a sequence has one, or leave the edges in");
      violations.throwIfAny();
    }

    /** Says what an encoder does not give that something else needs. */
    private void given(String what, Set<Gives> needed, Violations violations) {
      for (Gives need : needed.stream().sorted().toList()) {
        if (!encoder.gives().contains(need)) {
          List<String> others =
              Parts.of(EncoderConfig.class, List.of()).values().stream()
                  .filter(other -> other.gives().contains(need))
                  .map(EncoderConfig::kind)
                  .toList();
          violations.rule(
              false,
              what
                  + " (objective) needs "
                  + need.word()
                  + ", which encoder "
                  + encoder.kind()
                  + " does not give; encoders that do: "
                  + String.join(", ", others));
        }
      }
    }

    HardGNNConfig checked(String source) {
      try {
        return new HardGNNConfig(encoder, scoring, objective, training, blend);
      } catch (InvalidConfigException e) {
        throw e.in(source);
      }
    }
  }

  /**
   * Reads a file that holds every setting, as {@link #write} writes it.
   *
   * @param own parts of the application that {@link java.util.ServiceLoader} does not find
   * @throws io.hardgnn.io.JsonException if it is not JSON of this shape; names line and column
   * @throws InvalidConfigException if the settings are not valid
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static HardGNNConfig read(Path file, Part... own) {
    return parse(Json.readText(file), file.toString(), List.of(own));
  }

  /**
   * Reads a file that holds some settings; the others are those of {@code base}. Where a part is of
   * another kind than there, what the file leaves out of it are that kind's defaults.
   *
   * @param base such as one of {@link Presets}
   * @param own parts of the application that {@link java.util.ServiceLoader} does not find
   * @throws io.hardgnn.io.JsonException if it is not JSON of this shape; names line and column
   * @throws InvalidConfigException if the settings together are not valid
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static HardGNNConfig read(Path file, HardGNNConfig base, Part... own) {
    Unchecked defaults =
        new Unchecked(
            base.encoder(), base.scoring(), base.objective(), base.training(), base.blend());
    return new PartsJson(file.toString(), List.of(own))
        .readOver(Json.readText(file), defaults, Unchecked.class)
        .checked(file.toString());
  }

  /**
   * Parses a text that holds every setting, as {@link #toJson} writes it.
   *
   * @param own parts of the application that {@link java.util.ServiceLoader} does not find
   * @throws io.hardgnn.io.JsonException if it is not JSON of this shape
   * @throws InvalidConfigException if the settings are not valid
   */
  public static HardGNNConfig fromJson(String json, Part... own) {
    return parse(json, "configuration", List.of(own));
  }

  /** Reads settings from a tree that a program made. */
  public static HardGNNConfig fromTree(JsonNode tree, String source, List<Part> own) {
    return new PartsJson(source, own).read(tree, Unchecked.class).checked(source);
  }

  /**
   * Reads settings out of a bundle: what was no setting yet in the build that stored them has the
   * value it behaved as.
   */
  public static HardGNNConfig fromStored(JsonNode tree, String source, List<Part> own) {
    EarlierSettings.complete(tree);
    return fromTree(tree, source, own);
  }

  /** What a model's file holds. */
  record Stored(Unchecked config) {}

  /**
   * Reads settings out of the file of a model in the same way; messages name the file's lines.
   *
   * @param text the file, which must have settings as {@code config}
   * @throws io.hardgnn.io.JsonException if it is not JSON of this shape
   * @throws InvalidConfigException if the settings are not valid
   */
  public static HardGNNConfig fromStored(String text, String source, List<Part> own) {
    JsonNode config = Json.tree(text, source).path("config");
    EarlierSettings.complete(config);
    return new PartsJson(source, own)
        .readWithin(text, "config", config, Stored.class)
        .config()
        .checked(source);
  }

  private static HardGNNConfig parse(String text, String source, List<Part> own) {
    return new PartsJson(source, own).read(text, Unchecked.class).checked(source);
  }

  /** Returns the settings as indented JSON. */
  public String toJson() {
    return Json.text(this);
  }

  /**
   * Writes the settings to a file, atomically.
   *
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public void write(Path file) {
    Json.write(file, this);
  }
}
