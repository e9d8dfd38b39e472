package io.hardgnn.onnx;

import io.hardgnn.blend.Blend;
import io.hardgnn.blend.BlendWeights;
import io.hardgnn.blend.Evidence;
import io.hardgnn.data.ItemSequences;
import io.hardgnn.onnx.bundle.BundleContents;
import io.hardgnn.onnx.bundle.TransitionTables;
import io.hardgnn.transitions.LogPopularity;
import org.jspecify.annotations.Nullable;

/**
 * What a bundle has of counts beside the network: the popularity in the items' biases, and the
 * tables of transitions.
 *
 * @param blend how it was counted
 * @param bias {@code [items]} the network's biases and the popularity, or null for neither
 * @param transitions null for none
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record BundleCounts(Blend blend, float @Nullable [] bias, @Nullable TransitionTables transitions) {

  /**
   * Counts.
   *
   * @param blend says how, with nothing left to choose
   * @param histories all that is known
   * @param bias {@code [items]} of the network, or null if it has none
   */
  static BundleCounts of(Blend blend, ItemSequences histories, float @Nullable [] bias) {
    BlendWeights weights = blend.weights();
    if (weights.isOff()) {
      return new BundleCounts(blend, bias, null);
    }
    Evidence evidence = Evidence.of(blend, histories);
    return new BundleCounts(
        blend,
        sum(bias, evidence.popularity(), (float) weights.popularity()),
        weights.transition() == 0
            ? null
            : new TransitionTables(evidence.transitions(), weights, blend.recency()));
  }

  /** Returns the biases of the network alone: what {@link #of} was given. */
  static float[] network(Blend blend, ItemSequences histories, float[] bias) {
    return sum(bias, LogPopularity.shares(histories), -(float) blend.weights().popularity());
  }

  private static float[] sum(float @Nullable [] bias, float[] popularity, float weight) {
    float[] sum = new float[popularity.length];
    for (int item = 0; item < sum.length; item++) {
      sum[item] = (bias == null ? 0 : bias[item]) + weight * popularity[item];
    }
    return sum;
  }

  /** Makes them part of a bundle. */
  void addTo(BundleContents.Builder contents) {
    contents.blend(blend);
    if (bias != null) {
      contents.itemBias(bias);
    }
    if (transitions != null) {
      contents.transitions(transitions);
    }
  }
}
