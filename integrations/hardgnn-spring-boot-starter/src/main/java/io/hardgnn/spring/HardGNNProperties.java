package io.hardgnn.spring;

import io.hardgnn.onnx.runtime.ExecutionDevice;
import io.hardgnn.onnx.runtime.InferenceOptions;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of the recommender, below {@code hardgnn}. Immutable. Ranges are checked where the
 * recommender is made, by a {@link HardGNNPropertyException}.
 *
 * @param enabled Whether there is a recommender at all.
 * @param bundle Folder of the exported model, a path of the file system. Must be set.
 * @param reload How long to wait between two looks whether another bundle is in the folder; never
 *     looks if it is not set.
 * @param inference How requests are computed.
 * @param limit How many requests are let in.
 * @param metrics The meters of the recommender.
 */
@ConfigurationProperties("hardgnn")
public record HardGNNProperties(
    @DefaultValue("true") boolean enabled,
    @Nullable String bundle,
    @Nullable Duration reload,
    @DefaultValue Inference inference,
    @DefaultValue Limit limit,
    @DefaultValue Metrics metrics) {

  /**
   * How requests are computed; see {@link InferenceOptions}.
   *
   * @param device Where to compute, the processor or a GPU.
   * @param intraOpThreads Threads that one request may use, at least 1.
   * @param prepackWeights Whether weights are copied into the layout that batches are fastest with.
   */
  public record Inference(
      @DefaultValue("cpu") ExecutionDevice device,
      @DefaultValue("1") int intraOpThreads,
      @DefaultValue("true") boolean prepackWeights) {

    InferenceOptions options() {
      if (intraOpThreads < 1) {
        throw new HardGNNPropertyException(
            "hardgnn.inference.intra-op-threads", "must be at least 1: " + intraOpThreads);
      }
      return new InferenceOptions(device, intraOpThreads, prepackWeights);
    }
  }

  /**
   * How many requests are let in; see {@link io.hardgnn.LimitedRecommender}.
   *
   * @param concurrent Requests that are answered at a time, at least 1; without limit if it is not
   *     set.
   * @param waiting Requests that may wait for their turn, at least 0; others are refused at once.
   * @param timeout Time after which a request that still waits is refused, above 0, and in which
   *     many requests at once are to be answered, too; waits without end if it is not set.
   */
  public record Limit(
      @Nullable Integer concurrent, @DefaultValue("100") int waiting, @Nullable Duration timeout) {}

  /**
   * The meters of the recommender.
   *
   * @param tags Tags of all meters, such as the name of the model.
   */
  public record Metrics(@DefaultValue Map<String, String> tags) {

    /** Keeps a copy. */
    public Metrics {
      tags = Map.copyOf(tags);
    }
  }
}
