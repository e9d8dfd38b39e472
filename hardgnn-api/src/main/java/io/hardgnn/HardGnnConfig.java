package io.hardgnn;

import io.hardgnn.engine.TrainingConfig;
import io.hardgnn.io.Json;
import io.hardgnn.loss.ObjectiveConfig;
import io.hardgnn.model.ModelConfig;
import java.nio.file.Path;

/**
 * All settings of a model, its objective and its training: an immutable value that is always valid and that round-trips
 * through JSON.
 *
 * <pre>{@code
 * HardGnnConfig config = HardGnnConfig.read(Path.of("my.json"), Presets.movieLens());
 * }</pre>
 *
 * @param model shape of the model
 * @param objective what training minimises
 * @param training the training run
 */
public record HardGnnConfig(ModelConfig model, ObjectiveConfig objective, TrainingConfig training) {

  /**
   * Checks the settings together.
   *
   * @throws InvalidConfigException if any is out of its range or contradicts another; the message names all of them
   */
  public HardGnnConfig {
    ConfigValidator.check(model, objective, training);
  }

  /** The same shape unchecked, so that JSON that is well-formed but not valid gets the validator's message. */
  record Unchecked(ModelConfig model, ObjectiveConfig objective, TrainingConfig training) {
    HardGnnConfig checked(String source) {
      try {
        return new HardGnnConfig(model, objective, training);
      } catch (InvalidConfigException e) {
        throw e.in(source);
      }
    }
  }

  /**
   * Reads a file that holds every setting, as {@link #write} writes it.
   *
   * @throws io.hardgnn.io.JsonException if it is not JSON of this shape; names line and column
   * @throws InvalidConfigException if the settings are not valid
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static HardGnnConfig read(Path file) {
    return Json.read(file, Unchecked.class).checked(file.toString());
  }

  /**
   * Reads a file that holds some settings; the others are those of {@code base}.
   *
   * @param base such as one of {@link Presets}
   * @throws io.hardgnn.io.JsonException if it is not JSON of this shape; names line and column
   * @throws InvalidConfigException if the settings together are not valid
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static HardGnnConfig read(Path file, HardGnnConfig base) {
    return Json.readOver(file, base.unchecked()).checked(file.toString());
  }

  /**
   * Parses a text that holds every setting, as {@link #toJson} writes it.
   *
   * @throws io.hardgnn.io.JsonException if it is not JSON of this shape
   * @throws InvalidConfigException if the settings are not valid
   */
  public static HardGnnConfig fromJson(String json) {
    return Json.parse(json, Unchecked.class, "configuration").checked("configuration");
  }

  private Unchecked unchecked() {
    return new Unchecked(model, objective, training);
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

  /** Returns a builder that starts from these settings. */
  public HardGNN.Builder toBuilder() {
    return HardGNN.builder(this);
  }
}
