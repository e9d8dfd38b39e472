package io.hardgnn.engine;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.hardgnn.ops.HostTensor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What training gives back, engine-neutral: named arrays.
 *
 * @param parameters every parameter by name; immutable
 * @param itemTable {@code [items, d]} item embeddings after the first phase of the encoder
 * @param userTable {@code [users, d]} interval-level user embeddings, or null if the encoder has
 *     none
 * @param history the epochs of the run, oldest first
 * @param bestEpoch the epoch, counted from 1, whose parameters these are
 */
public record TrainedParameters(
    Map<String, HostTensor> parameters,
    HostTensor itemTable,
    @Nullable HostTensor userTable,
    List<EpochReport> history,
    int bestEpoch) {

  /** Keeps copies of the map and the list; the arrays are shared and must not be changed. */
  public TrainedParameters {
    parameters = ImmutableMap.copyOf(parameters);
    history = ImmutableList.copyOf(history);
  }
}
