/**
 * Negatives for anchors: drawn on the host before a step, or selected in the graph by current similarity.
 *
 * <p>Samplers see training interactions only; a user's own training items are never its negatives.
 */
@NullMarked
package io.hardgnn.sampling;

import org.jspecify.annotations.NullMarked;
