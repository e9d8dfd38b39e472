/** Small programs to run and to copy from; nothing depends on them. */
@NullMarked
package io.hardgnn.examples;

import org.jspecify.annotations.NullMarked;
