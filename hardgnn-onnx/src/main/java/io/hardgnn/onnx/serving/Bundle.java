package io.hardgnn.onnx.serving;

import io.hardgnn.blend.Blend;
import io.hardgnn.blend.BlendWeights;
import io.hardgnn.data.ItemSequences;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.error.Excerpt;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.io.TensorSet;
import io.hardgnn.io.VocabularyJson;
import io.hardgnn.onnx.bundle.EmbeddingTable;
import io.hardgnn.onnx.bundle.IndexTable;
import io.hardgnn.onnx.bundle.WeightFormat;
import io.hardgnn.onnx.files.BundleFiles;
import io.hardgnn.onnx.files.TransitionFiles;
import io.hardgnn.onnx.files.WeightFiles;
import io.hardgnn.onnx.graph.ExternalData;
import io.hardgnn.onnx.runtime.ExecutionDevice;
import io.hardgnn.onnx.runtime.InferenceException;
import io.hardgnn.onnx.runtime.InferenceOptions;
import io.hardgnn.onnx.runtime.InferenceSession;
import io.hardgnn.onnx.scoring.ExactScorer;
import io.hardgnn.onnx.scoring.IndexedHistory;
import io.hardgnn.onnx.scoring.ItemSearch;
import io.hardgnn.onnx.scoring.RerankingScorer;
import io.hardgnn.onnx.scoring.SequenceEncoder;
import io.hardgnn.onnx.search.BlockedSearch;
import io.hardgnn.onnx.search.TransitionEvidence;
import io.hardgnn.transitions.RecencyWeights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * An opened bundle: everything that a recommender reads, and one owner of all that has to be
 * closed. Thread-safe.
 */
public final class Bundle implements AutoCloseable {

  public final String version;
  public final BundleFiles.Description description;
  public final Vocabulary users;
  public final Vocabulary items;
  public final ItemSequences histories;

  /** Epoch milliseconds of the histories' interactions, where the encoder reads those between. */
  public final long @Nullable [] times;

  public final EmbeddingTable itemEmbeddings;

  /** The norms of the items' embeddings, {@code [items]}. */
  final float[] itemNorms;

  public final EmbeddingTable userEmbeddings;
  public final float @Nullable [] itemBias;
  private final @Nullable EmbeddingTable userVectors;
  public final SequenceEncoder encoder;
  public final WeightFormat weights;

  /** The model of all scores in ONNX, or null where the search by blocks answers in its place. */
  final @Nullable ExactScorer scorer;

  final ItemSearch search;
  final @Nullable TransitionEvidence transitions;
  private final Deque<AutoCloseable> open;

  /**
   * Verifies a bundle and opens it. All that is opened belongs to one version, also if the bundle
   * is replaced meanwhile.
   *
   * @throws ArtifactException if it is missing, damaged, of another format or of a newer version
   * @throws InferenceException if ONNX Runtime refuses a model
   */
  public static Bundle open(Path directory, InferenceOptions options) {
    // The sums are verified first: native code crashes on models that are cut or garbled.
    return ArtifactDirectory.read(directory, BundleFiles.FORMAT, files -> open(files, options));
  }

  public static Bundle open(ArtifactDirectory files, InferenceOptions options) {
    Deque<AutoCloseable> open = new ArrayDeque<>();
    boolean complete = false;
    try {
      Bundle bundle = new Bundle(files, options, open);
      complete = true;
      return bundle;
    } catch (IllegalArgumentException e) {
      throw new ArtifactException(
          ArtifactException.Reason.CORRUPT,
          files.directory(),
          "contradicts itself: " + e.getMessage() + "; export the model again",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(files.directory() + ": " + Excerpt.sentence(e), e);
    } finally {
      if (!complete) {
        closeAll(open);
      }
    }
  }

  private Bundle(ArtifactDirectory files, InferenceOptions options, Deque<AutoCloseable> open)
      throws IOException {
    this.open = open;
    version = String.valueOf(files.directory().getFileName());
    description =
        files.json(
            BundleFiles.DESCRIPTION, BundleFiles.Description.class, Map.of("transitionHistory", 0));
    description.check();
    // Ids are read beside the tables, so that many of either keep nobody waiting.
    CompletableFuture<Vocabulary> userIds = ids(files, BundleFiles.USERS);
    CompletableFuture<Vocabulary> itemIds = ids(files, BundleFiles.ITEMS);
    itemEmbeddings =
        opened(
            table(
                files,
                BundleFiles.ITEM_EMBEDDING,
                description.items(),
                description.embeddingDim()));
    itemNorms = norms(itemEmbeddings, BundleFiles.ITEM_EMBEDDING);
    userEmbeddings = checked(files, BundleFiles.USER_EMBEDDING, description.users());
    userVectors =
        description.userVectors()
            ? checked(files, BundleFiles.USER_VECTOR, description.users())
            : null;
    TensorSet interactions = files.tensors(BundleFiles.HISTORIES);
    histories = histories(interactions);
    times = times(interactions, histories.size());
    itemBias = description.itemBias() ? column(files, BundleFiles.ITEM_BIAS) : null;
    weights = weights(files);
    encoder = opened(encoder(files, options));
    require(
        times != null || !encoder.readsTimeGaps(),
        "the encoder reads the times between interactions, but the histories have none");
    encoder.probe(description.items());
    transitions = evidence(files);
    if (weights == WeightFormat.FLOAT32 && canSearchBlocks()) {
      scorer = null;
      search = opened(new BlockedSearch(itemEmbeddings, itemBias, transitions, options));
    } else {
      ExactScorer exact = opened(scorer(files, options));
      exact.probe();
      scorer = exact;
      search = weights == WeightFormat.INT8 ? candidates(files, options, exact) : exact;
    }
    users = read(userIds);
    items = read(itemIds);
    description.checkIds(users.size(), items.size());
  }

  /** Returns the stored history of a user. */
  IndexedHistory history(int user) {
    return IndexedHistory.of(histories, times, user);
  }

  /** Reads ids; a bundle that cannot be opened waits until its files are let go. */
  private CompletableFuture<Vocabulary> ids(ArtifactDirectory files, String name) {
    CompletableFuture<Vocabulary> reading =
        CompletableFuture.supplyAsync(() -> VocabularyJson.list(files.path(name)));
    open.push(() -> reading.handle((ids, failure) -> ids).join());
    return reading;
  }

  /** Waits for ids, and fails as reading them did. */
  private static Vocabulary read(CompletableFuture<Vocabulary> ids) {
    try {
      return ids.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw e;
    }
  }

  /** Returns the part of a user that the encoder is given beside the history, {@code [d]}. */
  public float[] userVector(int user) {
    return userVectors == null ? description.coldUserVector() : userVectors.row(user);
  }

  private static long @Nullable [] times(TensorSet tensors, int interactions) {
    return tensors.tensors().containsKey("times") ? tensors.longs("times", interactions) : null;
  }

  private ItemSequences histories(TensorSet tensors) {
    return new ItemSequences(
        tensors.ints("offsets", description.users() + 1),
        tensors.ints("items", TensorSet.ANY),
        description.items());
  }

  private static EmbeddingTable table(ArtifactDirectory files, String name, int rows, int dim)
      throws IOException {
    require(files.files().contains(name), "the manifest does not list " + name);
    Path file = files.path(name);
    long bytes = Files.size(file);
    require(
        bytes == 4L * rows * dim,
        name
            + " has "
            + bytes
            + " bytes, not the "
            + 4L * rows * dim
            + " of "
            + rows
            + " rows of "
            + dim
            + " floats");
    return EmbeddingTable.open(file, rows, dim);
  }

  /**
   * Returns the norms of a table's rows.
   *
   * @throws IllegalArgumentException if a value is not finite
   */
  private static float[] norms(EmbeddingTable table, String name) {
    try {
      return table.norms();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  private EmbeddingTable checked(ArtifactDirectory files, String name, int rows)
      throws IOException {
    EmbeddingTable table = opened(table(files, name, rows, description.embeddingDim()));
    norms(table, name);
    return table;
  }

  /** Returns a value for each item. */
  private float[] column(ArtifactDirectory files, String name) throws IOException {
    try (EmbeddingTable table = table(files, name, description.items(), 1)) {
      norms(table, name);
      return table.values();
    }
  }

  private SequenceEncoder encoder(ArtifactDirectory files, InferenceOptions options)
      throws IOException {
    if (files.files().contains(BundleFiles.ITEM_INPUT)) {
      int dim = description.embeddingDim();
      try (EmbeddingTable read =
          table(files, BundleFiles.ITEM_INPUT, description.items(), dim)) { // by the encoder
        norms(read, BundleFiles.ITEM_INPUT);
      }
    }
    return new SequenceEncoder(
        session(files, BundleFiles.ENCODER, options),
        description.embeddingDim(),
        description.historyLength(),
        description.userVectors());
  }

  private ExactScorer scorer(ArtifactDirectory files, InferenceOptions options) throws IOException {
    // The table is the bulk of a bundle and most requests are single: keep it mapped.
    return new ExactScorer(
        session(files, BundleFiles.SCORER, options.prepackWeights(false)),
        description.items(),
        description.embeddingDim(),
        description.transitionHistory(),
        itemBias);
  }

  /**
   * A graphics card scores all items exactly in less time: there the whole numbers are not used.
   */
  private ItemSearch candidates(
      ArtifactDirectory files, InferenceOptions options, ExactScorer scorer) throws IOException {
    WeightFiles.check(files, description.items(), description.embeddingDim());
    if (encoder.device() != ExecutionDevice.CPU) { // where it runs, whatever was asked for
      return scorer;
    }
    float[] scales = column(files, BundleFiles.ITEM_SCALE);
    RerankingScorer reranking =
        opened(
            new RerankingScorer(
                session(files, BundleFiles.CANDIDATES, options.prepackWeights(true)),
                scorer,
                itemEmbeddings::row,
                description.embeddingDim(),
                scales,
                itemBias,
                description.transitionHistory()));
    reranking.probe();
    return reranking;
  }

  /**
   * Returns whether items can be searched by blocks: not where another device than the processor
   * runs the models, or where the bundle does not say how much its transitions count.
   */
  private boolean canSearchBlocks() {
    boolean unsaid = description.transitionHistory() > 0 && transitions == null;
    return isMapped() && !unsaid && encoder.device() == ExecutionDevice.CPU; // where it runs
  }

  private static boolean isMapped() {
    return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
  }

  /**
   * Checks the transitions and returns what they say; null where there are none, where the bundle
   * does not say how much they count, or where files are not mapped.
   */
  private @Nullable TransitionEvidence evidence(ArtifactDirectory files) throws IOException {
    if (description.transitionHistory() == 0) {
      require(
          !files.files().contains(BundleFiles.TRANSITION_ITEMS),
          "transitionHistory is 0, but there is " + BundleFiles.TRANSITION_ITEMS);
      return null;
    }
    int[] lengths =
        TransitionFiles.lengths(
            files.path(BundleFiles.TRANSITION_ITEMS),
            files.path(BundleFiles.TRANSITION_WEIGHTS),
            description.items());
    if (!isMapped() || !files.files().contains(BundleFiles.BLEND)) {
      return null;
    }
    Blend blend;
    try {
      blend = files.json(BundleFiles.BLEND, Blend.class);
    } catch (ArtifactException e) {
      return null; // of an earlier build
    }
    BundleFiles.requireValid(blend, files);
    if (blend.historyLength() != description.transitionHistory()) {
      return null;
    }
    Path weightFile = files.path(BundleFiles.TRANSITION_WEIGHTS);
    int items = description.items();
    int perRow = Math.toIntExact(Files.size(weightFile) / (4L * items));
    return new TransitionEvidence(
        opened(IndexTable.open(files.path(BundleFiles.TRANSITION_ITEMS), items, perRow)),
        opened(EmbeddingTable.open(weightFile, items, perRow)),
        lengths,
        new BlendWeights(
            blend.transitionWeights().get(0),
            blend.epsilons().get(0),
            blend.popularityWeights().get(0)),
        new RecencyWeights(blend.historyLength(), blend.ageDecays().get(0)));
  }

  /** Returns how the item embeddings are stored: as 32-bit floats where nothing is said. */
  private static WeightFormat weights(ArtifactDirectory files) {
    String label = WeightFiles.format(files);
    if (label == null) {
      return WeightFormat.FLOAT32;
    }
    for (WeightFormat format : WeightFormat.values()) {
      if (format.label().equals(label)) {
        return format;
      }
    }
    throw new ArtifactException(
        ArtifactException.Reason.NEWER_VERSION,
        files.path(BundleFiles.WEIGHTS),
        "item embeddings are stored as '"
            + Excerpt.of(label)
            + "', which this release does not know; use a newer one, or export the model again");
  }

  /**
   * Opens a model, whose data files ONNX Runtime opens by itself: all of them must have been
   * verified.
   */
  private static InferenceSession session(
      ArtifactDirectory files, String name, InferenceOptions options) throws IOException {
    Path model = files.path(name);
    for (String location : ExternalData.of(model)) {
      require(
          files.files().contains(location),
          name + " refers to " + Excerpt.of(location) + ", which the manifest does not list");
    }
    return InferenceSession.open(model, options);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Closes something else after all that is open. */
  public void owns(AutoCloseable other) {
    open.addLast(other);
  }

  private <T extends AutoCloseable> T opened(T resource) {
    open.push(resource);
    return resource;
  }

  @Override
  public void close() {
    closeAll(open);
  }

  private static void closeAll(Deque<AutoCloseable> resources) {
    @Nullable RuntimeException first = null;
    for (AutoCloseable resource : resources) {
      try {
        resource.close();
      } catch (Exception e) {
        RuntimeException failure =
            new IllegalStateException("a resource could not be closed: " + Excerpt.sentence(e), e);
        if (first == null) {
          first = failure;
        } else {
          first.addSuppressed(failure);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
