package io.hardgnn.onnx.files;

import io.hardgnn.blend.Blend;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.io.ArtifactFormat;
import io.hardgnn.io.Required;
import io.hardgnn.onnx.bundle.EmbeddingTable;
import io.hardgnn.settings.InvalidConfigException;
import io.hardgnn.settings.Violations;
import java.util.Map;

/**
 * The bundle format, version 1: an {@link io.hardgnn.io.ArtifactDirectory} with these files.
 *
 * <p>Tables are raw little-endian 32-bit floats without a header, see {@link EmbeddingTable}; the
 * two models refer to the item tables as external data, so each is stored once.
 */
public final class BundleFiles {

  public static final String DESCRIPTION = "bundle.json";
  public static final String BLEND = "blend.json";
  public static final String USERS = "users.json";
  public static final String ITEMS = "items.json";
  public static final String HISTORIES = "histories.safetensors";
  public static final String ENCODER = "encoder.onnx";
  public static final String SCORER = "scorer.onnx";
  public static final String ITEM_EMBEDDING = "item_embedding.f32";
  public static final String ITEM_BIAS = "item_bias.f32";
  public static final String ITEM_INPUT = "item_input.f32";
  public static final String TRANSITION_ITEMS = "transition_items.i32";
  public static final String TRANSITION_WEIGHTS = "transition_weights.f32";
  public static final String USER_EMBEDDING = "user_embedding.f32";
  public static final String USER_VECTOR = "user_vector.f32";
  public static final String WEIGHTS = "weights.json";
  public static final String CANDIDATES = "candidates.onnx";
  public static final String ITEM_INT8 = "item_embedding.i8";
  public static final String ITEM_SCALE = "item_scale.f32";
  public static final String NODE_PHASE = "node_phase.json";
  public static final String NODE_PARAMETERS = "node_parameters.safetensors";

  /** Largest embedding: its table stays addressable by a long however many items there are. */
  public static final int MAX_DIM = 1 << 16;

  /** Longest history that an encoder may ask for. */
  public static final int MAX_HISTORY_LENGTH = 1 << 16;

  public static final ArtifactFormat FORMAT =
      ArtifactFormat.of(
              "hardgnn-onnx-bundle",
              1,
              DESCRIPTION,
              USERS,
              ITEMS,
              HISTORIES,
              ENCODER,
              SCORER,
              ITEM_EMBEDDING,
              USER_EMBEDDING)
          .optionally(
              BLEND,
              ITEM_BIAS,
              ITEM_INPUT,
              USER_VECTOR,
              TRANSITION_ITEMS,
              TRANSITION_WEIGHTS,
              WEIGHTS,
              CANDIDATES,
              ITEM_INT8,
              ITEM_SCALE,
              NODE_PHASE,
              NODE_PARAMETERS);

  private BundleFiles() {}

  /**
   * Checks how a bundle's counts are weighed.
   *
   * @param blend read from {@link #BLEND}
   * @throws ArtifactException if a value is missing or out of its range
   */
  public static void requireValid(Blend blend, ArtifactDirectory files) {
    try {
      Violations missing = new Violations();
      missing.complete("", blend);
      missing.throwIfAny();
      Violations violations = new Violations();
      blend.check("blend", violations);
      violations.throwIfAny();
    } catch (InvalidConfigException e) {
      throw new ArtifactException(
          ArtifactException.Reason.CORRUPT,
          files.directory(),
          "contradicts itself: " + BLEND + ": " + String.join("; ", e.violations()),
          e);
    }
  }

  /**
   * What {@value #DESCRIPTION} holds.
   *
   * @param users number of users
   * @param items number of items
   * @param embeddingDim size of an embedding
   * @param historyLength most recent items that the encoder reads
   * @param itemBias whether there is a bias per item
   * @param userVectors whether the encoder takes a vector of the user beside the history
   * @param transitionHistory most recent items that the scorer reads for the counted transitions; 0
   *     if it has none
   * @param coldUserVector what takes its place for users never seen in training
   * @param provenance where the model comes from
   */
  @SuppressWarnings("ArrayRecordComponent") // read from JSON, never compared
  public record Description(
      int users,
      int items,
      int embeddingDim,
      int historyLength,
      boolean itemBias,
      boolean userVectors,
      int transitionHistory,
      float[] coldUserVector,
      Map<String, String> provenance) {

    /** Keeps a copy of the map. */
    public Description {
      Required.value("coldUserVector", coldUserVector);
      provenance = Required.map("provenance", provenance);
    }

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if they contradict each other
     */
    public void check() {
      require(
          users >= 0 && items >= 0,
          "\"users\" is " + users + ", \"items\" " + items + "; allowed: 0 and more");
      require(
          embeddingDim >= 1 && embeddingDim <= MAX_DIM,
          "\"embeddingDim\" is " + embeddingDim + "; allowed: 1 to " + MAX_DIM);
      require(
          historyLength >= 1 && historyLength <= MAX_HISTORY_LENGTH,
          "\"historyLength\" is " + historyLength + "; allowed: 1 to " + MAX_HISTORY_LENGTH);
      require(
          transitionHistory >= 0 && transitionHistory <= MAX_HISTORY_LENGTH,
          "\"transitionHistory\" is "
              + transitionHistory
              + "; allowed: 0 to "
              + MAX_HISTORY_LENGTH);
      require(
          coldUserVector.length == embeddingDim,
          "\"coldUserVector\" has "
              + coldUserVector.length
              + " values, not the "
              + embeddingDim
              + " of \"embeddingDim\"");
      for (float value : coldUserVector) {
        require(Float.isFinite(value), "\"coldUserVector\" is not finite");
      }
    }

    /**
     * Checks the numbers of users and items.
     *
     * @param knownUsers ids of users in the bundle
     * @param knownItems ids of items in the bundle
     * @throws IllegalArgumentException if these are others
     */
    public void checkIds(int knownUsers, int knownItems) {
      require(
          users == knownUsers && items == knownItems,
          "the vocabularies have "
              + knownUsers
              + " users and "
              + knownItems
              + " items, "
              + DESCRIPTION
              + " says "
              + users
              + " and "
              + items);
    }

    private static void require(boolean holds, String message) {
      if (!holds) {
        throw new IllegalArgumentException(message);
      }
    }
  }
}
