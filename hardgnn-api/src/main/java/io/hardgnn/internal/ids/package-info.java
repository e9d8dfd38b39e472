/** Numbers ids in the order in which they first appear. Not exported. */
@NullMarked
package io.hardgnn.internal.ids;

import org.jspecify.annotations.NullMarked;
