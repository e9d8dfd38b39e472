/** A dataset in parts, and what it answers of them. Not exported. */
@NullMarked
package io.hardgnn.internal.split;

import org.jspecify.annotations.NullMarked;
