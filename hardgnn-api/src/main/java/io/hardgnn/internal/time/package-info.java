/** From texts to instants. Not exported. */
@NullMarked
package io.hardgnn.internal.time;

import org.jspecify.annotations.NullMarked;
