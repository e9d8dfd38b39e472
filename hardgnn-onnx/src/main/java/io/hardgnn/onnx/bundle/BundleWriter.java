package io.hardgnn.onnx.bundle;

import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.ArtifactFormat;
import io.hardgnn.io.ArtifactWriter;
import io.hardgnn.io.TensorData;
import io.hardgnn.onnx.OnnxRecommender;
import io.hardgnn.onnx.files.BundleFiles;
import io.hardgnn.onnx.files.WeightFiles;
import io.hardgnn.onnx.graph.OnnxModel;
import io.hardgnn.onnx.graph.Payload;
import io.hardgnn.onnx.graph.TensorSource;
import io.hardgnn.onnx.runtime.InferenceException;
import io.hardgnn.onnx.runtime.InferenceOptions;
import io.hardgnn.onnx.runtime.InferenceSession;
import io.hardgnn.onnx.scoring.ExactScorer;
import io.hardgnn.onnx.scoring.IndexedHistory;
import io.hardgnn.onnx.scoring.SequenceEncoder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes the directory from which an {@link OnnxRecommender} serves. Stateless and thread-safe. */
public final class BundleWriter {

  /** What the directory of a bundle holds, for those who copy bundles as they are. */
  public static final ArtifactFormat FORMAT = BundleFiles.FORMAT;

  private static final int USERS_AT_ONCE = 512;

  private BundleWriter() {}

  /**
   * Writes a bundle, or replaces one. The embeddings of all users are computed by the encoder that
   * is written.
   *
   * <p>The directory appears as a whole or not at all, with the SHA-256 of each file in its
   * manifest.
   *
   * @throws io.hardgnn.io.ArtifactException if something else than a bundle is at the target
   * @throws InferenceException if ONNX Runtime refuses the encoder
   * @throws IllegalArgumentException if the encoder's inputs or outputs are not those of a bundle
   * @throws java.io.UncheckedIOException if a file cannot be written; what was there before is then
   *     unchanged
   */
  public static void write(Path directory, BundleContents contents) {
    ArtifactDirectory.write(directory, FORMAT, out -> writeFiles(out, contents, user -> null));
  }

  /**
   * Writes a bundle that was made of what a target held before, unless another writer came in
   * between.
   *
   * @param state what {@link ArtifactDirectory#state} said of the target before it was read
   * @param known gives {@code [d]} of a user whose embedding is known, or null where the encoder
   *     has to be asked
   * @throws io.hardgnn.io.ArtifactException as {@link #write}; {@code REPLACED} if the target is
   *     not as it was
   */
  public static void replace(
      Path directory,
      String state,
      BundleContents contents,
      IntFunction<float @Nullable []> known) {
    ArtifactDirectory.replace(directory, FORMAT, state, out -> writeFiles(out, contents, known));
  }

  private static void writeFiles(
      ArtifactWriter out, BundleContents contents, IntFunction<float @Nullable []> known)
      throws IOException {
    int dim = contents.itemEmbeddings().dim();
    out.json(
        BundleFiles.DESCRIPTION,
        new BundleFiles.Description(
            contents.users().size(),
            contents.items().size(),
            dim,
            contents.historyLength(),
            contents.itemBias() != null,
            contents.userVectors() != null,
            contents.transitions() == null ? 0 : contents.transitions().recency().count(),
            contents.coldUserVector(),
            contents.provenance()));
    if (contents.blend() != null) {
      out.json(BundleFiles.BLEND, contents.blend());
    }
    NodePhase nodes = contents.nodes();
    if (nodes != null) {
      byte[] configuration = nodes.configuration().getBytes(StandardCharsets.UTF_8);
      out.stream(BundleFiles.NODE_PHASE, file -> file.write(configuration));
      out.tensors(BundleFiles.NODE_PARAMETERS, nodes.tensors());
    }
    out.json(BundleFiles.USERS, contents.users().ids());
    out.json(BundleFiles.ITEMS, contents.items().ids());
    Map<String, TensorData> histories = new LinkedHashMap<>();
    histories.put(
        "offsets",
        TensorData.ofInts(contents.histories().toOffsets(), contents.histories().userCount() + 1));
    histories.put(
        "items", TensorData.ofInts(contents.histories().toItems(), contents.histories().size()));
    if (contents.times() != null) {
      histories.put("times", TensorData.ofLongs(contents.times(), contents.times().length));
    }
    out.tensors(BundleFiles.HISTORIES, histories);
    writeScorer(out, contents);
    String inputTable = BundleFiles.ITEM_EMBEDDING;
    if (contents.itemInputs() != null) {
      inputTable = BundleFiles.ITEM_INPUT;
      EmbeddingTable.write(out.path(inputTable), contents.itemInputs());
    }
    if (contents.userVectors() != null) {
      EmbeddingTable.write(out.path(BundleFiles.USER_VECTOR), contents.userVectors());
    }
    Path encoder = out.path(BundleFiles.ENCODER);
    OnnxModel model = contents.encoder().model(table(inputTable, contents.items().size(), dim));
    checkEncoder(model, contents);
    model.write(encoder);
    writeUsers(encoder, out.path(BundleFiles.USER_EMBEDDING), contents, known);
  }

  static TensorSource.External table(String file, long rows, long dim) {
    return new TensorSource.External(file, 0, 4 * rows * dim);
  }

  private static void writeScorer(ArtifactWriter out, BundleContents contents) throws IOException {
    int count = contents.items().size();
    int dim = contents.itemEmbeddings().dim();
    EmbeddingTable.write(out.path(BundleFiles.ITEM_EMBEDDING), contents.itemEmbeddings());
    TensorSource.@Nullable External bias = null;
    if (contents.itemBias() != null) {
      EmbeddingTable.write(
          out.path(BundleFiles.ITEM_BIAS), EmbeddingRows.of(contents.itemBias(), 1));
      bias = table(BundleFiles.ITEM_BIAS, count, 1);
    }
    TransitionTables transitions = contents.transitions();
    if (transitions != null) {
      transitions.writeItems(out.path(BundleFiles.TRANSITION_ITEMS));
      transitions.writeWeights(out.path(BundleFiles.TRANSITION_WEIGHTS));
    }
    ScorerModel.of(
            table(BundleFiles.ITEM_EMBEDDING, count, dim),
            bias,
            transitions,
            count,
            dim,
            contents.provenance())
        .write(out.path(BundleFiles.SCORER));
    if (contents.weights() == WeightFormat.INT8) {
      writeCandidates(out, contents);
    }
  }

  /** Writes what finds candidates by whole numbers; their scores come from the other files. */
  private static void writeCandidates(ArtifactWriter out, BundleContents contents)
      throws IOException {
    IntegerTable integers = IntegerTable.of(contents.itemEmbeddings());
    Payload payload = Payload.of(integers.columns());
    try (FileChannel channel =
        FileChannel.open(
            out.path(BundleFiles.ITEM_INT8), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      payload.writeTo(channel);
    }
    EmbeddingTable.write(out.path(BundleFiles.ITEM_SCALE), EmbeddingRows.of(integers.scales(), 1));
    CandidateModel.of(
            new TensorSource.External(BundleFiles.ITEM_INT8, 0, payload.size()),
            contents.transitions(),
            contents.items().size(),
            contents.itemEmbeddings().dim(),
            contents.provenance())
        .write(out.path(BundleFiles.CANDIDATES));
    out.json(BundleFiles.WEIGHTS, new WeightFiles.Described(contents.weights().label()));
  }

  private static void checkEncoder(OnnxModel model, BundleContents contents) {
    List<String> expected = new ArrayList<>(List.of(SequenceEncoder.ITEMS, SequenceEncoder.MASK));
    if (contents.times() != null) {
      expected.add(SequenceEncoder.TIME_GAPS);
    }
    if (contents.userVectors() != null) {
      expected.add(SequenceEncoder.USER);
    }
    if (!expected.containsAll(model.inputNames())
        || !model.outputNames().equals(List.of(ExactScorer.QUERY))) {
      throw new IllegalArgumentException(
          "the encoder of a bundle has inputs "
              + expected
              + " and output "
              + ExactScorer.QUERY
              + ": "
              + model);
    }
  }

  private static void writeUsers(
      Path encoderFile, Path target, BundleContents contents, IntFunction<float @Nullable []> known)
      throws IOException {
    int users = contents.users().size();
    int dim = contents.itemEmbeddings().dim();
    try (SequenceEncoder encoder =
            new SequenceEncoder(
                InferenceSession.open(encoderFile, InferenceOptions.defaults()),
                dim,
                contents.historyLength(),
                contents.userVectors() != null);
        FileChannel channel =
            FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      // Blocks are the same however many are computed at a time, and so are their values.
      int blocks = (users + USERS_AT_ONCE - 1) / USERS_AT_ONCE;
      int atOnce = Runtime.getRuntime().availableProcessors();
      for (int first = 0; first < blocks; first += atOnce) {
        List<float[]> computed =
            IntStream.range(first, Math.min(first + atOnce, blocks))
                .parallel()
                .mapToObj(
                    block -> {
                      int from = block * USERS_AT_ONCE;
                      int to = Math.min(from + USERS_AT_ONCE, users);
                      return embeddings(encoder, from, to, contents, known);
                    })
                .toList();
        int user = first * USERS_AT_ONCE;
        for (float[] block : computed) {
          for (int row = 0; row < block.length; row += dim) {
            float[] embedding = Arrays.copyOfRange(block, row, row + dim);
            EmbeddingTable.requireFinite(embedding, target, user++);
          }
          Payload.writeFloats(channel, block);
        }
      }
    }
  }

  /** Returns {@code [to - from, d]}. */
  private static float[] embeddings(
      SequenceEncoder encoder,
      int from,
      int to,
      BundleContents contents,
      IntFunction<float @Nullable []> known) {
    int dim = contents.itemEmbeddings().dim();
    float[] block = new float[(to - from) * dim];
    List<IndexedHistory> histories = new ArrayList<>();
    List<float[]> vectors = new ArrayList<>();
    List<Integer> rows = new ArrayList<>();
    for (int user = from; user < to; user++) {
      float[] embedding = known.apply(user);
      if (embedding != null) {
        System.arraycopy(embedding, 0, block, (user - from) * dim, dim);
        continue;
      }
      float[] vector = contents.coldUserVector();
      if (contents.userVectors() != null) {
        vector = new float[dim];
        contents.userVectors().row(user, vector);
      }
      histories.add(IndexedHistory.of(contents.histories(), contents.times(), user));
      vectors.add(vector);
      rows.add(user - from);
    }
    Iterator<float[]> encoded = encoder.encode(histories, vectors).iterator();
    for (int row : rows) {
      System.arraycopy(encoded.next(), 0, block, row * dim, dim);
    }
    return block;
  }
}
