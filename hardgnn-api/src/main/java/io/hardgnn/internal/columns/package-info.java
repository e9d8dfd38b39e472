/** Columns and the rule of ids that reading and preparation share. Not exported. */
@NullMarked
package io.hardgnn.internal.columns;

import org.jspecify.annotations.NullMarked;
