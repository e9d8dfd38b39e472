package io.hardgnn.batch;

import io.hardgnn.ops.HostTensor;
import java.util.Map;

/**
 * Everything a training step is fed, by input name.
 *
 * @param feeds the arrays; graphs that do not differ from the whole ones are not among them
 * @param step counted from 0 in its epoch
 * @param users number of sequences in the batch, one of each user unless long histories are cut
 * @param queries number of targets in the batch
 */
public record Batch(Map<String, HostTensor> feeds, int step, int users, int queries) {}
