/** Work on many items by a few threads, for this module alone. */
@NullMarked
package io.hardgnn.internal.parallel;

import org.jspecify.annotations.NullMarked;
