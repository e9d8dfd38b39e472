package io.hardgnn.batch;

import io.hardgnn.ops.HostTensor;
import java.util.Map;

/**
 * Everything a training step is fed, by input name.
 *
 * @param feeds the arrays; graphs that do not differ from the whole ones are not among them
 * @param step counted from 0 in its epoch
 * @param sequences number of sequences in the batch: one of each user, or several where long
 *     histories are cut, or one of each interaction where each is predicted by itself
 * @param queries number of targets in the batch
 */
public record Batch(Map<String, HostTensor> feeds, int step, int sequences, int queries) {}
