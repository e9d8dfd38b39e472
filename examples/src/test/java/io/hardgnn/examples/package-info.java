/** Tests of the examples, as somebody at a command line meets them. */
@NullMarked
package io.hardgnn.examples;

import org.jspecify.annotations.NullMarked;
