package io.hardgnn.onnx.bundle;

import static java.util.Objects.requireNonNull;

import io.hardgnn.blend.Blend;
import io.hardgnn.blend.BlendWeights;
import io.hardgnn.data.ItemSequences;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.onnx.BundleRefresher;
import io.hardgnn.onnx.files.BundleFiles;
import io.hardgnn.onnx.graph.OnnxModel;
import io.hardgnn.onnx.graph.TensorSource;
import io.hardgnn.onnx.scoring.ExactScorer;
import io.hardgnn.onnx.scoring.SequenceEncoder;
import io.hardgnn.settings.Violations;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link BundleWriter} puts into a bundle.
 *
 * <p>With {@code U} users, {@code V} items and embeddings of size {@code d}. Immutable; made by a
 * {@link Builder}.
 *
 * @param users the users' ids
 * @param items the items' ids
 * @param histories every user's items, which are known to them and are not recommended
 * @param times {@code [n]} epoch milliseconds of the interactions in the histories, which never go
 *     back within a user; null unless the encoder reads the times between them
 * @param historyLength most recent items that the encoder reads, 1 to 65,536
 * @param itemEmbeddings {@code [V, d]}; the inner product with a user embedding is a score
 * @param itemBias {@code [V]} added to the scores, or null for none
 * @param itemInputs {@code [V, d]} rows that the encoder reads, or null if these are the item
 *     embeddings
 * @param userVectors {@code [U, d]} the part of each user that the encoder is given beside the
 *     history, or null if the encoder has no such input
 * @param transitions what counted transitions add to the scores, or null for nothing
 * @param blend how transitions and popularity were counted from the histories and what they weigh,
 *     as {@code transitions} has it: by it they are served, and a {@link BundleRefresher} counts
 *     anew; null if nothing was counted
 * @param nodes the encoder's propagation over its graphs, so that a
 *     {@link io.hardgnn.onnx.BundleRefresher} can run it again; null for none
 * @param weights how the item embeddings are stored for scoring
 * @param coldUserVector {@code [d]} what takes its place for users never seen in training; zeros
 *     unless given
 * @param encoder builds the model that turns histories into user embeddings
 * @param provenance where the model comes from, for people: library version, data fingerprint,
 *     seed, metrics
 */
@SuppressWarnings("ArrayRecordComponent") // handed from an exporter to the writer, never compared
public record BundleContents(
    Vocabulary users,
    Vocabulary items,
    ItemSequences histories,
    long @Nullable [] times,
    int historyLength,
    EmbeddingRows itemEmbeddings,
    float @Nullable [] itemBias,
    @Nullable EmbeddingRows itemInputs,
    @Nullable EmbeddingRows userVectors,
    @Nullable TransitionTables transitions,
    @Nullable Blend blend,
    @Nullable NodePhase nodes,
    WeightFormat weights,
    float[] coldUserVector,
    EncoderSource encoder,
    Map<String, String> provenance) {

  /** Builds the encoder's model around the table that it reads its items from. */
  @FunctionalInterface
  public interface EncoderSource {

    /**
     * Returns the model: inputs {@value SequenceEncoder#ITEMS} INT {@code [B, M]},
     * {@value SequenceEncoder#MASK} FLOAT {@code [B, M]} and, if there are times,
     * {@value SequenceEncoder#TIME_GAPS} INT {@code [B, M]} of
     * {@linkplain io.hardgnn.encoder.TimeGaps codes}, and, if there are user vectors,
     * {@value SequenceEncoder#USER} FLOAT {@code [B, d]}; output {@value ExactScorer#QUERY}
     * {@code [B, d]}. Sequences are right-aligned.
     *
     * @param itemInputs {@code [V, d]} rows that the encoder reads
     */
    OnnxModel model(TensorSource itemInputs);
  }

  /**
   * Checks that the parts fit each other.
   *
   * @throws IllegalArgumentException if they do not
   * @throws io.hardgnn.settings.InvalidConfigException if the blend is out of its ranges
   */
  public BundleContents {
    require(
        historyLength >= 1 && historyLength <= BundleFiles.MAX_HISTORY_LENGTH,
        "historyLength must be from 1 to " + BundleFiles.MAX_HISTORY_LENGTH + ": " + historyLength);
    int d = itemEmbeddings.dim();
    require(
        d >= 1 && d <= BundleFiles.MAX_DIM,
        "embeddings must have 1 to " + BundleFiles.MAX_DIM + " values: " + d);
    require(
        itemEmbeddings.rows() == items.size(),
        "item embeddings",
        itemEmbeddings.rows(),
        "items",
        items.size());
    require(
        histories.userCount() == users.size(),
        "histories",
        histories.userCount(),
        "users",
        users.size());
    if (itemBias != null) {
      require(
          itemBias.length == items.size(), "item biases", itemBias.length, "items", items.size());
      require(isFinite(itemBias), "an item bias is not finite");
    }
    if (itemInputs != null) {
      require(
          itemInputs.rows() == items.size(),
          "item inputs",
          itemInputs.rows(),
          "items",
          items.size());
      require(
          itemInputs.dim() == d, "item inputs of size", itemInputs.dim(), "embeddings of size", d);
    }
    if (userVectors != null) {
      require(
          userVectors.rows() == users.size(),
          "user vectors",
          userVectors.rows(),
          "users",
          users.size());
      require(
          userVectors.dim() == d,
          "user vectors of size",
          userVectors.dim(),
          "embeddings of size",
          d);
    }
    if (transitions != null) {
      require(
          transitions.transitions().itemCount() == items.size(),
          "items with transitions",
          transitions.transitions().itemCount(),
          "items",
          items.size());
      require(
          blend == null
              || blend.weights().equals(transitions.weights())
                  && blend.recency().equals(transitions.recency()),
          "the blend weighs transitions otherwise than their tables");
    }
    if (blend != null) {
      Violations violations = new Violations();
      blend.check("blend", violations);
      violations.throwIfAny();
    }
    if (transitions != null) {
      requireWeights(transitions.weights(), transitions.recency().count());
    }
    requireTimes(times, histories);
    if (nodes != null) {
      requireTimes(nodes.times(), histories);
    }
    requireNonNull(weights, "bundle: weights");
    require(
        weights != WeightFormat.INT8 || (long) items.size() * d <= IntegerTable.MOST_VALUES,
        "INT8 holds at most "
            + IntegerTable.MOST_VALUES
            + " values, but "
            + items.size()
            + " items of "
            + d
            + " have more; use FLOAT32");
    require(isFinite(coldUserVector), "the cold user vector is not finite");
    require(
        coldUserVector.length == d,
        "cold user vector of size",
        coldUserVector.length,
        "embeddings of size",
        d);
    require(
        histories.itemCount() == items.size(),
        "items of the histories",
        histories.itemCount(),
        "items",
        items.size());
    provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
  }

  private static void requireTimes(long @Nullable [] times, ItemSequences histories) {
    if (times != null) {
      require(
          times.length == histories.size(),
          "times",
          times.length,
          "interactions",
          histories.size());
      for (int user = 0; user < histories.userCount(); user++) {
        for (int place = histories.start(user) + 1; place < histories.end(user); place++) {
          require(
              times[place - 1] <= times[place],
              "the times of user "
                  + user
                  + " go back, from "
                  + times[place - 1]
                  + " to "
                  + times[place]);
        }
      }
    }
  }

  private static void requireWeights(BlendWeights weights, int recency) {
    require(
        weights.transition() >= 0
            && weights.transition() < Double.POSITIVE_INFINITY
            && weights.epsilon() > 0
            && weights.epsilon() < Double.POSITIVE_INFINITY,
        "transitions must weigh 0 or more, with an epsilon above 0, both finite: " + weights);
    require(
        recency <= BundleFiles.MAX_HISTORY_LENGTH,
        "transitions are of at most " + BundleFiles.MAX_HISTORY_LENGTH + " items: " + recency);
  }

  private static boolean isFinite(float[] values) {
    return !Float.isNaN(EmbeddingTable.norm(values));
  }

  private static void require(boolean holds, String what, int given, String other, int expected) {
    require(holds, what + " and " + other + " do not fit: " + given + " and " + expected);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException("bundle: " + message);
    }
  }

  /** Returns a builder without anything set. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects the contents. Not thread-safe. */
  public static final class Builder {
    private @Nullable Vocabulary users;
    private @Nullable Vocabulary items;
    private @Nullable ItemSequences histories;
    private long @Nullable [] times;
    private int historyLength;
    private @Nullable EmbeddingRows itemEmbeddings;
    private float @Nullable [] itemBias;
    private @Nullable EmbeddingRows itemInputs;
    private @Nullable EmbeddingRows userVectors;
    private @Nullable TransitionTables transitions;
    private @Nullable Blend blend;
    private @Nullable NodePhase nodes;
    private WeightFormat weights = WeightFormat.FLOAT32;
    private float @Nullable [] coldUserVector;
    private @Nullable EncoderSource encoder;
    private Map<String, String> provenance = Map.of();

    private Builder() {}

    /** Sets the ids of users and items; required. */
    public Builder vocabularies(Vocabulary users, Vocabulary items) {
      this.users = users;
      this.items = items;
      return this;
    }

    /**
     * Sets every user's items and how many of the most recent ones the encoder reads; required.
     *
     * @param historyLength 1 to 65,536
     */
    public Builder histories(ItemSequences histories, int historyLength) {
      this.histories = histories;
      this.historyLength = historyLength;
      return this;
    }

    /**
     * Sets the times of the interactions in the histories, which an encoder needs that reads the
     * times between them; not known unless called.
     *
     * @param millis {@code [n]} epoch milliseconds, ascending within a user
     */
    public Builder times(long[] millis) {
      this.times = millis;
      return this;
    }

    /** Sets the item side of the scores, {@code [V, d]}; required. */
    public Builder itemEmbeddings(EmbeddingRows rows) {
      this.itemEmbeddings = rows;
      return this;
    }

    /** Sets what is added to each item's score, {@code [V]}; nothing unless called. */
    public Builder itemBias(float[] bias) {
      this.itemBias = bias;
      return this;
    }

    /** Sets the rows that the encoder reads, {@code [V, d]}; the item embeddings unless called. */
    public Builder itemInputs(EmbeddingRows rows) {
      this.itemInputs = rows;
      return this;
    }

    /**
     * Sets the encoder's second input for known users, and the value for all others; the encoder
     * has none unless called.
     *
     * @param rows {@code [U, d]}
     * @param cold {@code [d]}
     */
    public Builder userVectors(EmbeddingRows rows, float[] cold) {
      this.userVectors = rows;
      this.coldUserVector = cold;
      return this;
    }

    /** Sets what counted transitions add to the scores; nothing unless called. */
    public Builder transitions(TransitionTables tables) {
      this.transitions = tables;
      return this;
    }

    /**
     * Sets how the transitions, and the popularity that is part of the biases, were counted from
     * the histories; not known unless called.
     */
    public Builder blend(Blend counted) {
      this.blend = counted;
      return this;
    }

    /** Sets what is kept of the encoder's propagation over its graphs; nothing unless called. */
    public Builder nodes(NodePhase phase) {
      this.nodes = phase;
      return this;
    }

    /** Sets how the item embeddings are stored for scoring; as 32-bit floats unless called. */
    public Builder weights(WeightFormat format) {
      this.weights = format;
      return this;
    }

    /** Sets the encoder; required. */
    public Builder encoder(EncoderSource encoder) {
      this.encoder = encoder;
      return this;
    }

    /** Sets where the model comes from; empty unless called. */
    public Builder provenance(Map<String, String> provenance) {
      this.provenance = provenance;
      return this;
    }

    /**
     * Returns the contents.
     *
     * @throws IllegalArgumentException if sizes do not fit each other
     * @throws NullPointerException if something required is missing
     */
    public BundleContents build() {
      EmbeddingRows embeddings =
          requireNonNull(itemEmbeddings, "bundle: itemEmbeddings is required");
      return new BundleContents(
          requireNonNull(users, "bundle: vocabularies are required"),
          requireNonNull(items, "bundle: vocabularies are required"),
          requireNonNull(histories, "bundle: histories are required"),
          times,
          historyLength,
          embeddings,
          itemBias,
          itemInputs,
          userVectors,
          transitions,
          blend,
          nodes,
          weights,
          coldUserVector == null ? new float[embeddings.dim()] : coldUserVector,
          requireNonNull(encoder, "bundle: encoder is required"),
          provenance);
    }
  }
}
