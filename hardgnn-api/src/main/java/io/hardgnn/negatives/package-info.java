/**
 * Negatives of a contrastive loss or of hard pairs, on two axes: a
 * {@link io.hardgnn.negatives.Pool} says where they come from, a
 * {@link io.hardgnn.negatives.Sampler} which of them. A user's training items are never its hard
 * negatives, but that {@link io.hardgnn.negatives.WholePool} takes whatever the batch shares; no
 * sampler ever sees a validation or test item, so none avoids one. Other losses that share
 * negatives leave out less, see each of them.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.negatives;

import org.jspecify.annotations.NullMarked;
