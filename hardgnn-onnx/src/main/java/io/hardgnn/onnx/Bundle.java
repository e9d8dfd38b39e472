package io.hardgnn.onnx;

import io.hardgnn.data.Vocabulary;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.io.TensorSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** An opened bundle: everything that a recommender reads, and one owner of all that has to be closed. Thread-safe. */
final class Bundle implements AutoCloseable {

  final BundleFiles.Description description;
  final Vocabulary users;
  final Vocabulary items;
  final Histories histories;
  final EmbeddingTable itemEmbeddings;
  final EmbeddingTable userEmbeddings;
  final float @Nullable [] itemBias;
  final SequenceEncoder encoder;
  final ExactScorer scorer;
  private final Deque<AutoCloseable> open;

  /**
   * Verifies a bundle and opens it.
   *
   * @throws ArtifactException if it is missing, damaged, of another format or of a newer version
   * @throws InferenceException if ONNX Runtime refuses a model
   */
  static Bundle open(Path directory, InferenceOptions options) {
    // The sums are verified first: native code crashes on models that are cut or garbled.
    ArtifactDirectory files =
        ArtifactDirectory.open(directory, BundleFiles.FORMAT, BundleFiles.VERSION);
    Deque<AutoCloseable> open = new ArrayDeque<>();
    boolean complete = false;
    try {
      Bundle bundle = new Bundle(files, options, open);
      complete = true;
      return bundle;
    } catch (IllegalArgumentException e) {
      throw new ArtifactException(
          ArtifactException.Reason.CORRUPT, directory, "contradicts itself: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(directory + ": " + e.getMessage(), e);
    } finally {
      if (!complete) {
        closeAll(open);
      }
    }
  }

  private Bundle(ArtifactDirectory files, InferenceOptions options, Deque<AutoCloseable> open)
      throws IOException {
    this.open = open;
    description = files.json(BundleFiles.DESCRIPTION, BundleFiles.Description.class);
    users = Vocabulary.of(BundleIds.read(files, BundleFiles.USERS));
    items = Vocabulary.of(BundleIds.read(files, BundleFiles.ITEMS));
    int dim = description.embeddingDim();
    require(
        users.size() == description.users() && items.size() == description.items(),
        "the vocabularies have "
            + users.size()
            + " users and "
            + items.size()
            + " items, "
            + BundleFiles.DESCRIPTION
            + " says otherwise");
    require(
        description.coldUserVector().length == dim,
        "the cold user vector has not " + dim + " values");
    TensorSet tensors = files.tensors(BundleFiles.HISTORIES);
    histories =
        new Histories(
            tensors.ints("offsets", users.size() + 1), tensors.ints("items", TensorSet.ANY));
    histories.checkItems(items.size());
    itemEmbeddings =
        opened(EmbeddingTable.open(files.path(BundleFiles.ITEM_EMBEDDING), items.size(), dim));
    userEmbeddings =
        opened(EmbeddingTable.open(files.path(BundleFiles.USER_EMBEDDING), users.size(), dim));
    itemBias =
        description.itemBias() ? bias(files.path(BundleFiles.ITEM_BIAS), items.size()) : null;
    InferenceSession encoding =
        opened(InferenceSession.open(files.path(BundleFiles.ENCODER), options));
    // The table is the bulk of a bundle and most requests are single: keep it mapped.
    InferenceSession scoring =
        opened(
            InferenceSession.open(
                files.path(BundleFiles.SCORER), options.withPrepackedWeights(false)));
    encoder = new SequenceEncoder(encoding, dim, description.historyLength());
    scorer = opened(new ExactScorer(scoring, items.size(), dim));
  }

  private static float[] bias(Path file, int items) throws IOException {
    float[] bias = new float[items];
    float[] value = new float[1];
    try (EmbeddingTable table = EmbeddingTable.open(file, items, 1)) {
      for (int item = 0; item < items; item++) {
        table.row(item, value);
        bias[item] = value[0];
      }
    }
    return bias;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
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
            new IllegalStateException("a resource could not be closed: " + e.getMessage(), e);
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
