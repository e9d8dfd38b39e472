package io.hardgnn.onnx;

import io.hardgnn.io.Present;
import java.util.Map;

/**
 * The bundle format, version {@value #VERSION}: an {@link io.hardgnn.io.ArtifactDirectory} with these files.
 *
 * <p>Tables are raw little-endian 32-bit floats without a header, see {@link EmbeddingTable}; the two models refer to the item
 * tables as external data, so each is stored once.
 */
final class BundleFiles {

  static final String FORMAT = "hardgnn-onnx-bundle";
  static final int VERSION = 1;

  static final String DESCRIPTION = "bundle.json";
  static final String USERS = "users.json";
  static final String ITEMS = "items.json";
  static final String HISTORIES = "histories.safetensors";
  static final String ENCODER = "encoder.onnx";
  static final String SCORER = "scorer.onnx";
  static final String ITEM_EMBEDDING = "item_embedding.f32";
  static final String ITEM_BIAS = "item_bias.f32";
  static final String ITEM_INPUT = "item_input.f32";
  static final String USER_EMBEDDING = "user_embedding.f32";
  static final String USER_VECTOR = "user_vector.f32";

  private BundleFiles() {}

  /**
   * What {@value #DESCRIPTION} holds.
   *
   * @param users number of users
   * @param items number of items
   * @param embeddingDim size of an embedding
   * @param historyLength most recent items that the encoder reads
   * @param itemBias whether there is a bias per item
   * @param userVectors whether the encoder takes a vector of the user beside the history
   * @param coldUserVector what takes its place for users never seen in training
   * @param provenance where the model comes from
   */
  @SuppressWarnings("ArrayRecordComponent") // read from JSON, never compared
  record Description(
      int users,
      int items,
      int embeddingDim,
      int historyLength,
      boolean itemBias,
      boolean userVectors,
      float[] coldUserVector,
      Map<String, String> provenance) {

    /** Keeps a copy of the map. */
    Description {
      Present.value("coldUserVector", coldUserVector);
      provenance = Present.map("provenance", provenance);
    }
  }
}
