/** Random numbers that are the same on every version of Java. */
@NullMarked
package io.hardgnn.internal.random;

import org.jspecify.annotations.NullMarked;
