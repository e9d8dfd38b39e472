/** Checks of arguments that several packages share, for this module alone. */
@NullMarked
package io.hardgnn.internal.checks;

import org.jspecify.annotations.NullMarked;
