package io.hardgnn.onnx;

import static io.hardgnn.io.ArtifactException.Reason.CORRUPT;
import static io.hardgnn.io.ArtifactException.Reason.REPLACED;
import static java.util.Objects.requireNonNull;

import io.hardgnn.data.ItemSequences;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.error.Excerpt;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.onnx.bundle.BundleContents;
import io.hardgnn.onnx.bundle.BundleWriter;
import io.hardgnn.onnx.bundle.EmbeddingRows;
import io.hardgnn.onnx.bundle.NodePhase;
import io.hardgnn.onnx.files.BundleFiles;
import io.hardgnn.onnx.serving.Bundle;
import io.hardgnn.onnx.serving.EpochMillis;
import io.hardgnn.onnx.serving.ItemStatistics;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a new bundle of a bundle and newer events, without training and without the training
 * engine.
 *
 * <pre>{@code
 * InteractionLog today = InteractionLog.read(Path.of("today.csv"));
 * RefreshReport report = BundleRefresher.defaults().refresh(Path.of("onnx"), today);
 * }</pre>
 *
 * <p>Histories grow by the events, in the order of their times. The embeddings of users whose
 * history has grown, and of new users, are computed by the bundle's encoder; transitions and
 * popularity are counted anew where the model was blended with them. New items are added with
 * vectors made of those of the items that they occur with, see {@link #itemInteractions}.
 * Parameters are as trained.
 *
 * <p>A graph encoder's node phase is run again, on ONNX Runtime, with the trained parameters over
 * the graphs of all interactions that are then known, held-out ones included: the graphs that a
 * model sees which is trained with all of them. So all vectors of users and items are fresh, and
 * the embeddings of all users are computed anew. New items enter it with a row made of the trained
 * rows of the items that they occur with, new users with what
 * {@link io.hardgnn.encoder.EncoderConfig#unknownUser} says: zeros, or the mean of the trained
 * rows. {@link RefreshReport#propagated} tells whether it was run; it is not for an application's
 * own encoder that is not on the class path, nor for bundles that do not keep it. Then, and with
 * other encoders, vectors of known items are as trained, and so is the vector that some encoders
 * keep of each known user, which new users have from the same setting.
 *
 * <p>A whole log may be given. Taken are events from the end of the data on that the model was
 * trained with ({@code trained_data_end} of its provenance), those that arrive late included; if no
 * history of the bundle holds an item twice, an event whose item is in the user's history already
 * is left out, and otherwise those up to and at the end of the bundle's data ({@code data_end}),
 * which with times of days leaves out what came later on its last day. Of a
 * user who is new, and may have had too few events to be trained with, earlier events of known
 * items are taken too, but where the encoder cuts graphs by time, which one old event would move.
 * New items that come slowly are added once enough users had them. All of a log without times are
 * taken, in the order of its rows; a bundle of an encoder with graphs of intervals of time, or that
 * reads the times between interactions, refuses one.
 *
 * <p>Events are put behind the history that a user has, by their times among each other.
 *
 * <p>If somebody else writes the target meanwhile, as the export of a new model over the bundle
 * that is refreshed, all begins anew with what is there then.
 *
 * @param since events before it are left out, whoever had them, or null for the ends of data above;
 *     all are taken where neither is known
 * @param itemInteractions users with whom an item that the bundle does not know must occur in the
 *     events to be added, at least 1
 * @param propagate whether the node phase of a graph encoder is run again; otherwise vectors of
 *     known users and items stay as they are, which takes less time
 */
public record BundleRefresher(@Nullable Instant since, int itemInteractions, boolean propagate) {

  private static final Logger LOG = LoggerFactory.getLogger(BundleRefresher.class);

  private static final int DEFAULT_ITEM_INTERACTIONS = 3;

  /** How often a refresh starts again because somebody else wrote the bundle meanwhile. */
  private static final int ATTEMPTS = 5;

  /** Checks the range. */
  public BundleRefresher {
    if (itemInteractions < 1) {
      throw new IllegalArgumentException(
          "itemInteractions must be at least 1: " + itemInteractions);
    }
  }

  /**
   * Returns the defaults: events from the end of the bundle's data on, new items with
   * {@value #DEFAULT_ITEM_INTERACTIONS} users, and propagation over the new edges.
   */
  public static BundleRefresher defaults() {
    return new BundleRefresher(null, DEFAULT_ITEM_INTERACTIONS, true);
  }

  /** Returns this with another time from which on events are taken. */
  public BundleRefresher since(Instant begin) {
    return new BundleRefresher(requireNonNull(begin, "since"), itemInteractions, propagate);
  }

  /**
   * Returns this with another number of users with whom a new item must occur.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public BundleRefresher itemInteractions(int least) {
    return new BundleRefresher(since, least, propagate);
  }

  /** Returns this with or without running the node phase of a graph encoder again. */
  public BundleRefresher propagate(boolean again) {
    return new BundleRefresher(since, itemInteractions, again);
  }

  /**
   * Replaces a bundle by a refreshed one; recommenders that have it open go on with the old one
   * until they open it again.
   *
   * @throws ArtifactException as {@link #refresh(Path, InteractionLog, Path)}
   * @throws io.hardgnn.data.UnorderedDataException as {@link #refresh(Path, InteractionLog, Path)}
   */
  public RefreshReport refresh(Path bundle, InteractionLog events) {
    return refresh(bundle, events, bundle);
  }

  /**
   * Writes a refreshed bundle.
   *
   * @param bundle is read
   * @param events what any reader read; may go further back than the bundle
   * @param target where the new bundle goes; may be {@code bundle}
   * @throws ArtifactException if the bundle is missing or damaged, or has counted transitions and
   *     does not say how they were counted, as bundles of earlier builds; or if something else than
   *     a bundle is at the target
   * @throws io.hardgnn.data.UnorderedDataException if the events have no times and the encoder has
   *     graphs of intervals of time, or reads the times between interactions
   * @throws io.hardgnn.onnx.runtime.InferenceException if ONNX Runtime refuses a model
   * @throws UncheckedIOException if a file cannot be read or written
   */
  public RefreshReport refresh(Path bundle, InteractionLog events, Path target) {
    requireNonNull(bundle, "bundle");
    requireNonNull(events, "events");
    requireNonNull(target, "target");
    ArtifactDirectory.requireWritable(target, BundleFiles.FORMAT);
    for (int attempt = 1; ; attempt++) {
      String state = ArtifactDirectory.state(target);
      try {
        return refresh(bundle, events, target, state);
      } catch (ArtifactException e) {
        if (e.reason() != REPLACED || attempt == ATTEMPTS) {
          throw e;
        }
        LOG.info("{} was written by somebody else meanwhile; refreshes {} again", target, bundle);
      }
    }
  }

  /**
   * Refreshes once.
   *
   * @param state what the target must still be when it is written
   */
  private RefreshReport refresh(Path bundle, InteractionLog events, Path target, String state) {
    long begin = System.nanoTime();
    RefreshEvent event = new RefreshEvent();
    event.begin();
    try (RefreshSource source =
        ArtifactDirectory.read(bundle, BundleFiles.FORMAT, RefreshSource::of)) {
      RefreshReport report = refresh(source, events, target, state, begin);
      event.events = report.events();
      event.newUsers = report.newUsers();
      event.newItems = report.newItems();
      event.grownUsers = report.grownUsers();
      LOG.info("refreshed {} to {}: {}", bundle, target, report);
      return report;
    } catch (RuntimeException | Error e) {
      event.failure = Excerpt.sentence(e);
      throw e;
    } finally {
      event.commit();
    }
  }

  private RefreshReport refresh(
      RefreshSource source, InteractionLog events, Path target, String state, long begin) {
    Bundle old = source.bundle;
    boolean repeats = ItemStatistics.repeats(old.histories);
    NodePhase phase = source.nodes;
    long trained = first(old, ModelProvenance.TRAINED_DATA_END, false);
    long from = repeats ? first(old, ModelProvenance.DATA_END, true) : trained;
    Grown grown =
        Grown.of(
            old,
            events,
            from,
            trained,
            since == null && (phase == null || phase.times() == null),
            repeats,
            itemInteractions,
            times(old, phase));
    if (grown.inTime() == 0 && events.size() > 0) {
      LOG.warn(
          "none of {} events was taken: all are from before {}, {} (since(..) takes earlier ones)",
          events.size(),
          Instant.ofEpochMilli(from),
          since == null ? "from when on the bundle takes them" : "the time that was set");
    }
    ItemSequences histories = grown.histories();
    NewItemVectors vectors = NewItemVectors.of(histories, old.items.size());
    float @Nullable [] bias = null;
    if (old.itemBias != null) {
      float[] network =
          source.blend == null
              ? old.itemBias
              : BundleCounts.network(source.blend, old.histories, old.itemBias);
      bias = NewItemVectors.bias(network, old.histories, histories);
    }
    FreshNodes nodes =
        phase == null || !propagate ? null : propagated(source, phase, grown, vectors);
    BundleContents.Builder contents =
        BundleContents.builder()
            .vocabularies(grown.users(), grown.items())
            .histories(histories, old.description.historyLength())
            .encoder(table -> source.encoder(grown.items().size()))
            .weights(old.weights)
            .provenance(provenance(old, grown));
    if (old.times != null) {
      contents.times(requireNonNull(grown.times()));
    }
    if (nodes == null) {
      keepVectors(contents, source, grown, vectors);
    } else {
      putVectors(contents, nodes);
    }
    if (source.blend == null) {
      if (bias != null) {
        contents.itemBias(bias);
      }
    } else {
      BundleCounts.of(source.blend, histories, bias).addTo(contents);
    }
    BundleWriter.replace(
        target,
        state,
        contents.build(),
        user -> nodes == null && grown.isUnchanged(user) ? old.userEmbeddings.row(user) : null);
    return grown.report(vectors.without(), nodes != null, System.nanoTime() - begin);
  }

  /** Returns the times of the bundle's interactions where it has them, for whatever purpose. */
  private static long @Nullable [] times(Bundle old, @Nullable NodePhase phase) {
    return old.times != null || phase == null ? old.times : phase.times();
  }

  private static @Nullable FreshNodes propagated(
      RefreshSource source, NodePhase phase, Grown grown, NewItemVectors vectors) {
    ItemSequences histories = grown.histories();
    int items = source.bundle.items.size();
    try {
      return FreshNodes.of(
          phase,
          histories,
          phase.times() == null ? null : grown.times(),
          known -> known == items ? vectors : NewItemVectors.of(histories, known));
    } catch (IllegalArgumentException e) {
      throw new ArtifactException(
          CORRUPT,
          source.directory,
          "contradicts itself: " + e.getMessage() + "; export the model again",
          e);
    }
  }

  /** Takes vectors of known users and items as they are. */
  private static void keepVectors(
      BundleContents.Builder contents, RefreshSource source, Grown grown, NewItemVectors vectors) {
    Bundle old = source.bundle;
    contents.itemEmbeddings(vectors.appended(old.itemEmbeddings));
    if (source.itemInputs != null) {
      contents.itemInputs(vectors.appended(source.itemInputs));
    }
    if (old.description.userVectors()) {
      contents.userVectors(
          userVectors(old, grown.users().size(), old.description.embeddingDim()),
          old.description.coldUserVector());
    }
    NodePhase phase = source.nodes;
    if (phase != null) {
      contents.nodes(
          new NodePhase(
              phase.configuration(),
              phase.parameters(),
              phase.times() == null ? null : grown.times()));
    }
  }

  /** Takes the vectors that the node phase gave. */
  private static void putVectors(BundleContents.Builder contents, FreshNodes nodes) {
    int dim = nodes.definition().embeddingDim();
    float[] inputs = nodes.tables().items();
    float[] embeddings = nodes.itemVectors();
    contents.itemEmbeddings(EmbeddingRows.of(embeddings, dim)).nodes(nodes.phase());
    if (embeddings != inputs) {
      contents.itemInputs(EmbeddingRows.of(inputs, dim));
    }
    float[] users = nodes.tables().users();
    if (users != null) {
      EmbeddingRows rows = EmbeddingRows.of(users, dim);
      contents.userVectors(rows, OnnxExporter.coldUser(nodes.definition().encoderConfig(), rows));
    }
  }

  /**
   * Returns the time from which on events are taken, in epoch milliseconds.
   *
   * @param end the provenance's name of the end of the data that they follow
   */
  private long first(Bundle old, String end, boolean repeats) {
    if (since != null) {
      return EpochMillis.of(since);
    }
    Map<String, String> entries = old.description.provenance();
    String known = entries.getOrDefault(ModelProvenance.DATA_END, "");
    Optional<Instant> data = ModelProvenance.time(entries.getOrDefault(end, known));
    // Events of that very moment may be missing; where repeats count they would be taken twice.
    long moment = data.map(EpochMillis::of).orElse(Long.MIN_VALUE);
    return data.isPresent() && repeats && moment < Long.MAX_VALUE ? moment + 1 : moment;
  }

  private static EmbeddingRows userVectors(Bundle old, int users, int dim) {
    float[] cold = old.description.coldUserVector();
    int known = old.users.size();
    return new EmbeddingRows() {
      @Override
      public int rows() {
        return users;
      }

      @Override
      public int dim() {
        return dim;
      }

      @Override
      public void row(int row, float[] target) {
        float[] vector = row < known ? old.userVector(row) : cold;
        System.arraycopy(vector, 0, target, 0, dim);
      }
    };
  }

  private static Map<String, String> provenance(Bundle old, Grown grown) {
    Map<String, String> entries = new LinkedHashMap<>(old.description.provenance());
    entries.put("users", Integer.toString(grown.users().size()));
    entries.put("items", Integer.toString(grown.items().size()));
    entries.put("interactions", Integer.toString(grown.histories().size()));
    Optional<Instant> before =
        ModelProvenance.time(entries.getOrDefault(ModelProvenance.DATA_END, ""));
    if (before.isPresent() || grown.end().isPresent()) {
      // Where the end of the training data is not known, no event is from before it.
      entries.putIfAbsent(
          ModelProvenance.TRAINED_DATA_END, before.orElse(Instant.EPOCH).toString());
    }
    grown
        .end()
        .filter(end -> before.isEmpty() || end.isAfter(before.get()))
        .ifPresent(end -> entries.put(ModelProvenance.DATA_END, end.toString()));
    entries.put(
        ModelProvenance.REFRESHED_AT, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    return entries;
  }
}
