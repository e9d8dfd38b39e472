/**
 * From training interactions to the batches of a step, on the host. For engines.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.batch;

import org.jspecify.annotations.NullMarked;
