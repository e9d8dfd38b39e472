package io.hardgnn.tf;

import io.hardgnn.engine.EpochReport;
import io.hardgnn.engine.TrainingEngine;
import io.hardgnn.engine.TrainingException;
import io.hardgnn.engine.TrainingJob;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.io.ArtifactFormat;
import io.hardgnn.io.Required;
import io.hardgnn.io.TensorData;
import io.hardgnn.io.TensorSet;
import io.hardgnn.io.TensorType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of a run after an epoch: everything that a resumed run needs to end where an
 * uninterrupted one ends.
 *
 * @param state numbers of the run
 * @param current parameters and slots of the optimiser after the epoch
 * @param best parameters of the best epoch so far
 */
record Checkpoint(State state, Map<String, float[]> current, Map<String, float[]> best) {

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoint.class);

  private static final String STATE = "state.json";
  private static final String CURRENT = "current.safetensors";
  private static final String BEST = "best.safetensors";
  static final ArtifactFormat FORMAT =
      ArtifactFormat.of(TrainingEngine.CHECKPOINT_FORMAT, 1, STATE, CURRENT, BEST);

  /**
   * Numbers of a run.
   *
   * @param fingerprint of what the run was started with
   * @param epoch epochs done
   * @param step steps done over the whole run
   * @param bestEpoch best epoch so far, counted from 1
   * @param bestScore its validation metric
   * @param evaluationsWithoutGain evaluations since then
   * @param history the epochs done
   */
  record State(
      String fingerprint,
      int epoch,
      long step,
      int bestEpoch,
      double bestScore,
      int evaluationsWithoutGain,
      List<EpochReport> history) {

    /** Refuses what no run writes, so that a damaged file is found before it is used. */
    State {
      fingerprint = Required.value("fingerprint", fingerprint);
      history = Required.list("history", history);
      require(
          epoch >= 1 && history.size() == epoch,
          "\"history\" must hold one report an epoch, from 1");
      for (int i = 0; i < epoch; i++) {
        require(
            history.get(i).epoch() == i + 1, "\"history[" + i + "]\" is no report of its epoch");
      }
      require(step >= 0, "\"step\" must be 0 or greater");
      require(bestEpoch >= 0 && bestEpoch <= epoch, "\"bestEpoch\" must be one of the epochs or 0");
      require(!Double.isNaN(bestScore), "\"bestScore\" must be a number");
      require(evaluationsWithoutGain >= 0, "\"evaluationsWithoutGain\" must be 0 or greater");
    }

    private static void require(boolean holds, String message) {
      if (!holds) {
        throw new IllegalArgumentException(message);
      }
    }
  }

  /** Writes the checkpoint in the place of the one before. */
  void save(Path target) {
    ArtifactDirectory.write(
        target,
        FORMAT,
        out -> {
          out.json(STATE, state);
          out.tensors(CURRENT, tensors(current));
          out.tensors(BEST, tensors(best));
        });
  }

  /**
   * Finds out whether a job can write its checkpoint, before it trains for it.
   *
   * @throws ArtifactException if something else lies there
   * @throws java.io.UncheckedIOException if no file can be made there
   */
  static void requireWritable(TrainingJob job) {
    if (job.checkpoint() != null) {
      ArtifactDirectory.requireWritable(job.checkpoint(), FORMAT);
    }
  }

  /**
   * Reads the checkpoint of a job, if there is one. Where the newest is damaged the one before
   * takes its place, which a warning says: the run then repeats an epoch.
   *
   * @throws TrainingException if it belongs to other data or settings, to another encoder or
   *     sampler, or to a run that starts from another model
   * @throws io.hardgnn.io.ArtifactException if it is damaged and no earlier one is whole
   */
  static @Nullable Checkpoint load(TrainingJob job, String fingerprint) {
    Path source = job.checkpoint();
    if (source == null || !job.resume() || !Files.exists(source)) {
      return null;
    }
    if (ArtifactDirectory.exists(source)) {
      try {
        return read(source, fingerprint);
      } catch (ArtifactException e) {
        return goBack(source, fingerprint).orElseThrow(() -> e);
      }
    }
    return goBack(source, fingerprint).orElse(null);
  }

  private static Optional<Checkpoint> goBack(Path source, String fingerprint) {
    if (!Files.isDirectory(source)) {
      return Optional.empty();
    }
    return ArtifactDirectory.goBack(source, FORMAT)
        .map(
            wentBack -> {
              Checkpoint earlier = read(source, fingerprint);
              LOG.warn(
                  "the newest checkpoint cannot be used ({}); training goes on from {}, after epoch"
                      + " {}",
                  wentBack.damage().getMessage(),
                  wentBack.version(),
                  earlier.state().epoch());
              return earlier;
            });
  }

  private static Checkpoint read(Path source, String fingerprint) {
    return ArtifactDirectory.read(
        source, FORMAT, directory -> read(directory, source, fingerprint));
  }

  private static Checkpoint read(ArtifactDirectory directory, Path source, String fingerprint) {
    State state = directory.json(STATE, State.class);
    if (!state.fingerprint().equals(fingerprint)) {
      throw new TrainingException(
          "the checkpoint "
              + source
              + " was written with other data or settings, with another validation, encoder or"
              + " sampler, or from another model; train with those, or without resuming");
    }
    return new Checkpoint(
        state, arrays(directory.tensors(CURRENT)), arrays(directory.tensors(BEST)));
  }

  private static Map<String, TensorData> tensors(Map<String, float[]> arrays) {
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    arrays.forEach((name, values) -> tensors.put(name, TensorData.ofFloats(values, values.length)));
    return tensors;
  }

  private static Map<String, float[]> arrays(TensorSet tensors) {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    tensors
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (tensor.type() == TensorType.F32) {
                arrays.put(name, tensor.floats());
              }
            });
    return arrays;
  }
}
