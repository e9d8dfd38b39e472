package io.hardgnn;

import io.hardgnn.blend.BlendedScorer;
import io.hardgnn.blend.Evidence;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.HeldOut;
import io.hardgnn.data.Sequences;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.engine.EpochReport;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.Provenance;
import io.hardgnn.engine.Scorer;
import io.hardgnn.engine.TrainedParameters;
import io.hardgnn.engine.TrainingEngine;
import io.hardgnn.evaluation.EvaluationResult;
import io.hardgnn.evaluation.Evaluator;
import io.hardgnn.internal.store.ModelContents;
import io.hardgnn.internal.store.ModelFiles;
import io.hardgnn.internal.store.StoredModel;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.settings.Part;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trained model: settings, vocabularies, known interactions, parameters and provenance.
 *
 * <pre>{@code
 * try (HardGNNModel model = HardGNNModel.load(Path.of("model"))) {
 *   System.out.println(model.evaluate(dataset));
 *   OnnxExporter.export(model, Path.of("onnx"));
 * }
 * }</pre>
 *
 * <p>Engine-neutral: named arrays and JSON. The training engine is needed to
 * {@linkplain #evaluate(Dataset) evaluate}, not to load, save or export.
 *
 * <p>Immutable and thread-safe; evaluations take turns. {@link #close} frees the native memory that
 * evaluating took; what needs none still works afterwards, evaluating is an
 * {@link IllegalStateException}. Arrays are shared, not copied, and must not be changed.
 */
public final class HardGNNModel implements AutoCloseable {

  private final ModelContents contents;
  private final ModelDefinition definition;
  private @Nullable TrainingEngine engine; // found when it is first needed: exporting needs none
  private @Nullable Scorer scorer;
  private boolean closed;

  HardGNNModel(
      ModelContents contents, ModelDefinition definition, @Nullable TrainingEngine engine) {
    this.contents = contents;
    this.definition = definition;
    this.engine = engine;
  }

  /**
   * Loads a model from its directory after verifying every file.
   *
   * @param own parts of its settings that are the application's and that
   *     {@link java.util.ServiceLoader} does not find, such as its encoder with any settings
   * @throws io.hardgnn.io.ArtifactException if it is missing, damaged, something else or of a newer
   *     release, or was trained with parts that are not known
   * @throws java.io.UncheckedIOException if the device fails
   */
  public static HardGNNModel load(Path directory, Part... own) {
    StoredModel stored = ModelFiles.load(directory, List.of(own));
    return new HardGNNModel(stored.contents(), stored.definition(), null);
  }

  /** Returns its parts, as a run that starts from it reads them. */
  StoredModel stored() {
    return new StoredModel(contents, definition);
  }

  /**
   * Finds out before a training whether its model could be {@linkplain #save saved}; makes the
   * directory.
   *
   * @throws io.hardgnn.io.ArtifactException as {@link #save}
   * @throws java.io.UncheckedIOException if no file can be made there
   */
  public static void requireWritable(Path directory) {
    ArtifactDirectory.requireWritable(directory, ModelFiles.FORMAT);
  }

  /**
   * Saves the model as a directory, as a whole or not at all, in place of a model that is there.
   *
   * @throws io.hardgnn.io.ArtifactException if something other than a model is there; it is not
   *     touched
   * @throws java.io.UncheckedIOException if a file cannot be written; what was there before is then
   *     unchanged
   */
  public void save(Path directory) {
    ModelFiles.save(directory, contents);
  }

  /** Returns the settings it was trained with. */
  public HardGNNConfig config() {
    return contents.config();
  }

  /** Returns the users it knows. */
  public Vocabulary users() {
    return contents.users();
  }

  /** Returns the items it knows. */
  public Vocabulary items() {
    return contents.items();
  }

  /** Returns all interactions of its users, held-out ones included: what it recommends from. */
  public Sequences interactions() {
    return contents.interactions();
  }

  /** Returns the parameters, the tables of the nodes, and the epochs. */
  public TrainedParameters parameters() {
    return contents.trained();
  }

  /**
   * Returns what was counted of the training interactions beside the network, or null if the
   * {@linkplain HardGNNConfig#blend() blend} is off.
   */
  public @Nullable Evidence evidence() {
    return contents.evidence();
  }

  /** Returns the epochs of its training, oldest first. */
  public List<EpochReport> history() {
    return contents.trained().history();
  }

  /** Returns where it comes from. */
  public Provenance provenance() {
    return contents.provenance();
  }

  /** Returns what an engine or an exporter writes into its graph. */
  public ModelDefinition definition() {
    return definition;
  }

  /**
   * Evaluates the model on the test items of the dataset it was trained on, under full ranking and
   * with 999 sampled negatives.
   *
   * @throws IllegalArgumentException if the dataset's users or items are not the model's, or it is
   *     another dataset of them than the model was trained on
   * @throws NoEngineException if no training engine is on the class path
   * @throws IllegalStateException if the model is closed
   */
  public EvaluationResult evaluate(Dataset dataset) {
    if (!dataset.users().equals(users()) || !dataset.items().equals(items())) {
      throw new IllegalArgumentException(
          "the dataset's users or items are not those the model was trained with ("
              + describe(dataset.users(), dataset.items())
              + "; the model: "
              + describe(users(), items())
              + "); prepare it from the same events with the same settings");
    }
    String trained = provenance().datasetFingerprint();
    if (!dataset.fingerprint().equals(trained)) {
      throw new IllegalArgumentException(
          "the dataset has the model's users and items but is another, split or prepared otherwise: the"
              + " model may have been trained on what it holds out (its fingerprint is "
              + dataset.fingerprint()
              + ", that of the model's "
              + trained
              + "); evaluate(dataset.test()) does so all the same");
    }
    return evaluate(dataset.test());
  }

  private static String describe(Vocabulary users, Vocabulary items) {
    return users.size() + " users, " + items.size() + " items";
  }

  /**
   * Evaluates the model under full ranking and with 999 sampled negatives, never items of the
   * user's known interactions.
   *
   * @param heldOut targets and histories over the model's users and items
   * @throws IllegalArgumentException if it has other numbers of users and items than the model, or
   *     no target
   * @throws NoEngineException if no training engine is on the class path
   * @throws IllegalStateException if the model is closed
   */
  public EvaluationResult evaluate(HeldOut heldOut) {
    return evaluate(heldOut, Evaluator.builder().neverSample(interactions()).build());
  }

  /**
   * Evaluates the model.
   *
   * @param heldOut targets and histories over the model's users and items
   * @param evaluator says how
   * @throws IllegalArgumentException as {@link #evaluate(HeldOut)}
   * @throws NoEngineException as {@link #evaluate(HeldOut)}
   * @throws IllegalStateException as {@link #evaluate(HeldOut)}
   */
  public synchronized EvaluationResult evaluate(HeldOut heldOut, Evaluator evaluator) {
    if (heldOut.userCount() != users().size() || heldOut.itemCount() != items().size()) {
      throw new IllegalArgumentException(
          "the held-out data has "
              + heldOut.userCount()
              + " users and "
              + heldOut.itemCount()
              + " items, the model "
              + users().size()
              + " and "
              + items().size());
    }
    return evaluator.evaluate(openScorer(), heldOut);
  }

  private synchronized Scorer openScorer() {
    if (closed) {
      throw new IllegalStateException("the model is closed");
    }
    Scorer open = scorer;
    if (open == null) {
      TrainingEngine found = engine == null ? Engines.find() : engine;
      engine = found;
      open = found.scorer(definition, contents.trained());
      if (contents.evidence() != null) {
        open = new BlendedScorer(open, contents.evidence(), config().blend());
      }
      scorer = open;
    }
    return open;
  }

  /** Frees native memory; waits for an evaluation under way. Closing again does nothing. */
  @Override
  public synchronized void close() {
    closed = true;
    if (scorer != null) {
      scorer.close();
      scorer = null;
    }
  }

  /** Returns the counts that tell one model from another. */
  @Override
  public String toString() {
    return "HardGNNModel["
        + describe(users(), items())
        + ", epoch "
        + parameters().bestEpoch()
        + "]";
  }
}
