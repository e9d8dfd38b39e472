/** Errors: their common type, and how a message quotes what it was given. */
@NullMarked
package io.hardgnn.error;

import org.jspecify.annotations.NullMarked;
