/** What strangers may hand to the library, made of any bytes. */
@NullMarked
package io.hardgnn.benchmarks.reliability.fuzz;

import org.jspecify.annotations.NullMarked;
