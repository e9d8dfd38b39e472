/** From training interactions to the batches of a step, on the host. For engines. */
@NullMarked
package io.hardgnn.batch;

import org.jspecify.annotations.NullMarked;
