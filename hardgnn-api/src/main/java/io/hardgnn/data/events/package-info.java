/**
 * Events from files, rows and streams, as columns.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.data.events;

import org.jspecify.annotations.NullMarked;
