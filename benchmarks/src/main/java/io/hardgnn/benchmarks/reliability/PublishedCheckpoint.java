package io.hardgnn.benchmarks.reliability;

import com.google.common.hash.Hashing;
import io.hardgnn.FitOptions;
import io.hardgnn.HardGNNModel;
import io.hardgnn.data.Dataset;
import io.hardgnn.engine.EpochReport;
import io.hardgnn.engine.TrainingListener;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.ArtifactFormat;
import io.hardgnn.io.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Trains resumable runs, one after the other, in directories {@code run-N} of the target; several
 * processes may train the same one. As training is deterministic, the state after an epoch and the
 * trained model are the same whoever wrote them.
 */
final class PublishedCheckpoint implements Published {

  private static final int EPOCHS = 20;
  private static final int SEED = 42;
  private static final String REFERENCE = "reference";
  private static final String STATE = "state.json";
  private static final String CURRENT = "current.safetensors";
  private static final String BEST = "best.safetensors";
  private static final ArtifactFormat FORMAT =
      ArtifactFormat.of("hardgnn-checkpoint", 1, STATE, CURRENT, BEST);

  private final Dataset dataset = Variants.dataset();
  private final List<String> reference;
  private int run;

  /**
   * Reads what an uninterrupted run left.
   *
   * @param variants where {@link #reference} was told to write it
   */
  PublishedCheckpoint(Path variants) throws IOException {
    reference = Files.readAllLines(variants.resolve(REFERENCE));
  }

  /**
   * Trains without interruption, and writes the sum of each epoch's state, then that of the model.
   */
  static void reference(Path variants) {
    Path checkpoint = variants.resolve("checkpoint");
    List<String> sums = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onEpoch(EpochReport report) {
            sums.add(state(checkpoint, report.epoch()));
          }
        };
    FitOptions options = FitOptions.defaults().resumable(checkpoint).listener(listener);
    try (HardGNNModel model = Variants.mining(EPOCHS, SEED).fit(Variants.dataset(), options)) {
      sums.add(Fingerprints.of(model));
    }
    AtomicFiles.writeString(variants.resolve(REFERENCE), String.join("\n", sums) + "\n");
  }

  /** The sum of a checkpoint's parameters and slots, after checking the epoch if it is not 0. */
  private static String state(Path checkpoint, int epoch) {
    return ArtifactDirectory.read(
        checkpoint,
        FORMAT,
        files -> {
          Object found = files.json(STATE, Map.class).get("epoch");
          if (epoch != 0 && !Integer.valueOf(epoch).equals(found)) {
            throw new IllegalStateException("epoch " + found + " in place of " + epoch);
          }
          try {
            return found
                + " "
                + Hashing.sha256().hashBytes(Files.readAllBytes(files.path(CURRENT)));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Trains the next run to its end, or the rest of it if it was begun. */
  @Override
  public String write(Path target, int turn) throws MixtureException {
    while (Files.exists(target.resolve("run-" + (run + 1)))) {
      run++;
    }
    Path checkpoint = target.resolve("run-" + run);
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onEpoch(EpochReport report) {
            Worker.say(
                Worker.WROTE, "epoch " + report.epoch() + " of run " + checkpoint.getFileName());
          }
        };
    FitOptions options = FitOptions.defaults().resumable(checkpoint).listener(listener);
    try (HardGNNModel model = Variants.mining(EPOCHS, SEED).fit(dataset, options)) {
      if (!Fingerprints.of(model).equals(reference.get(EPOCHS))) {
        throw new MixtureException("the model is not that of an uninterrupted run");
      }
    }
    run++;
    return "run " + run;
  }

  @Override
  public void once(Path target) {
    Variants.mining(EPOCHS, SEED).fit(dataset, FitOptions.defaults().resumable(target)).close();
  }

  /** Resumes the run, of which nothing is left to train. */
  @Override
  public String open(Path target) {
    FitOptions options = FitOptions.defaults().resumable(target);
    try (HardGNNModel model = Variants.mining(EPOCHS, SEED).fit(dataset, options)) {
      return Fingerprints.of(model);
    }
  }

  @Override
  public String verify(Path target) {
    return ArtifactDirectory.read(
        target,
        FORMAT,
        files ->
            files.json(STATE, Map.class)
                + Fingerprints.of(files.tensors(CURRENT))
                + Fingerprints.of(files.tensors(BEST)));
  }

  @Override
  public String read(Path target) throws MixtureException {
    int last = 0;
    while (ArtifactDirectory.exists(target.resolve("run-" + (last + 1)))) {
      last++;
    }
    String state = state(target.resolve("run-" + last), 0);
    if (!reference.contains(state)) {
      throw new MixtureException("the state is that of no epoch: " + state);
    }
    return state.substring(0, state.indexOf(' '));
  }
}
