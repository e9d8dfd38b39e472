/**
 * Errors: their common type, and how a message quotes what it was given.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.error;

import org.jspecify.annotations.NullMarked;
