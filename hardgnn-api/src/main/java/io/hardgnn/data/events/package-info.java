/** Events from files, rows and streams, as columns. */
@NullMarked
package io.hardgnn.data.events;

import org.jspecify.annotations.NullMarked;
