package io.hardgnn;

import static java.util.Objects.requireNonNull;

import io.hardgnn.batch.BatchSource;
import io.hardgnn.data.Dataset;
import io.hardgnn.engine.EpochReport;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.TrainedParameters;
import io.hardgnn.engine.TrainingEngine;
import io.hardgnn.internal.disk.Disk;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.ArtifactFormat;
import io.hardgnn.loss.HardPairs;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.SampledSoftmax;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Looks at the negatives that a sampler chooses while a model is trained (the check of paper
 * section 5.2): how close they are to the anchor beside its positive and a random item, how many of
 * them the user takes later, and how the loss separates them from the positive.
 *
 * <pre>{@code
 * SamplingReport report = SamplingDiagnostics.of(hardGnn, dataset).epochs(1, 2, 5, 10).run();
 * System.out.println(report.toTable());
 * }</pre>
 *
 * <p>The model is trained without early stopping up to the last of the epochs, and looked at after
 * each of them, without dropout; a training that is stopped leaves out the rest. Where weights are
 * averaged ({@link io.hardgnn.engine.TrainingConfig#averagedEpochs}) it is looked at with the
 * averages, while training chooses by those of the moment. Held-out items are counted afterwards;
 * training never sees them. Immutable and thread-safe.
 */
public final class SamplingDiagnostics {

  private static final ArtifactFormat CHECKPOINT =
      ArtifactFormat.of(TrainingEngine.CHECKPOINT_FORMAT, 1);

  private final HardGNN hardGnn;
  private final Dataset dataset;
  private final List<Integer> epochs;
  private final int anchors;

  private SamplingDiagnostics(HardGNN hardGnn, Dataset dataset, List<Integer> epochs, int anchors) {
    this.hardGnn = hardGnn;
    this.dataset = dataset;
    this.epochs = epochs;
    this.anchors = anchors;
  }

  /**
   * Returns diagnostics after the first epoch, of 2,000 anchors. They look at the negatives of
   * {@link InfoNce} or, where there is none, of {@link HardPairs}, or else at the hardest inside a
   * {@link SampledSoftmax}; the anchors of both are the users. Of the softmax alone, items of the
   * user's training may be among the negatives.
   *
   * @throws IllegalArgumentException if the objective has no hard negatives
   */
  public static SamplingDiagnostics of(HardGNN hardGnn, Dataset dataset) {
    requireNonNull(hardGnn, "hardGnn");
    requireNonNull(dataset, "dataset");
    if (LookedAt.in(hardGnn.config().objective()).isEmpty()) {
      throw new IllegalArgumentException(
          "the objective has no hard negatives that these diagnostics could look at: neither"
              + " info_nce nor hard_pairs nor a softmax with hardNegatives above 0. Set hardNegatives"
              + " and lambda above 0 or, for an encoder without sequences, the loss hard_pairs");
    }
    return new SamplingDiagnostics(hardGnn, dataset, List.of(1), 2000);
  }

  /**
   * Returns these diagnostics after other epochs.
   *
   * @param counted from 1; put in order, each once
   * @throws IllegalArgumentException if there is none, or one below 1
   */
  public SamplingDiagnostics epochs(int... counted) {
    List<Integer> ordered = Arrays.stream(counted).sorted().distinct().boxed().toList();
    if (ordered.isEmpty() || ordered.get(0) < 1) {
      throw new IllegalArgumentException(
          "epochs are " + Arrays.toString(counted) + "; allowed: one or more, from 1");
    }
    return new SamplingDiagnostics(hardGnn, dataset, ordered, anchors);
  }

  /**
   * Returns these diagnostics of about so many anchors, spread over 50 batches, or more where these
   * have too few.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public SamplingDiagnostics anchors(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("anchors is " + count + "; allowed: 1 or more");
    }
    return new SamplingDiagnostics(hardGnn, dataset, epochs, count);
  }

  /** Trains and looks, by the default options. */
  public SamplingReport run() {
    return run(FitOptions.defaults());
  }

  /**
   * Trains and looks. Blocks until that is done.
   *
   * @param options engine, threads, listener and time budget of the training, which starts once for
   *     each of the epochs, the budget counting for each of these starts; its checkpoint, if there
   *     is one, is a folder of these diagnostics' own, that keeps one for each of the epochs, so
   *     that diagnostics that were cut off do not train again what they had trained, if it is
   *     {@linkplain FitOptions#resumable resumable}
   * @throws UnsupportedOperationException if the engine cannot look inside a model
   * @throws io.hardgnn.error.HardGNNException as {@link HardGNN#fit(Dataset, FitOptions)}
   * @throws io.hardgnn.io.ArtifactException if something else than a checkpoint is where one is to
   *     be written
   * @throws UncheckedIOException if a checkpoint cannot be read or written
   */
  public SamplingReport run(FitOptions options) {
    requireNonNull(options, "options");
    Path given = options.checkpoint();
    if (given != null) {
      return ModelFitter.telling(options.listener(), () -> run(options, given));
    }
    try {
      Path folder = Files.createTempDirectory("hardgnn-diagnostics");
      try {
        Path checkpoints = folder.resolve("checkpoint");
        return ModelFitter.telling(options.listener(), () -> run(options, checkpoints));
      } finally {
        Disk.deleteTree(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SamplingReport run(FitOptions options, Path checkpoints) {
    if (!options.resume()) {
      deleteThose(checkpoints);
    }
    ModelFitter fitter = hardGnn.fitter(dataset, options);
    ModelDefinition definition = fitter.definition();
    BatchSource batches =
        new BatchSource(definition, hardGnn.config().training(), dataset.training());
    SamplingProbe probe = new SamplingProbe(definition, batches, dataset, anchors);
    List<SamplingReport.Epoch> seen = new ArrayList<>();
    Path before = null;
    for (int epoch : epochs) {
      Path checkpoint = checkpoints.resolve("epoch-" + epoch);
      if (before != null && !ArtifactDirectory.exists(checkpoint)) {
        copy(before, checkpoint); // or it would be trained from the start
      }
      before = checkpoint;
      TrainedParameters trained = fitter.trainTo(epoch, checkpoint);
      EpochReport last = trained.history().get(trained.history().size() - 1);
      if (last.epoch() < epoch || last.steps() < batches.epoch(0).size()) {
        break; // stopped from outside
      }
      seen.add(probe.look(fitter.engine(), trained, epoch));
    }
    return new SamplingReport(seen);
  }

  /** Deletes the checkpoints of earlier diagnostics of the same epochs, and nothing else. */
  private void deleteThose(Path checkpoints) {
    for (int epoch : epochs) {
      Path earlier = checkpoints.resolve("epoch-" + epoch);
      try {
        ArtifactDirectory.requireWritable(earlier, CHECKPOINT);
        Disk.deleteTree(earlier);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Copies a folder; what is there under the new name is whole. */
  private static void copy(Path from, Path to) {
    Path part = to.resolveSibling(to.getFileName() + ".part");
    try {
      for (Path unfinished : List.of(part, to)) {
        Disk.deleteTree(unfinished);
      }
      try (Stream<Path> files = Files.walk(from)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          Files.copy(file, part.resolve(from.relativize(file).toString()));
        }
      }
      Files.move(part, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
