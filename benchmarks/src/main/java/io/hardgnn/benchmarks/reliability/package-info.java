/**
 * Programs that show what the library survives: several processes, killed at any moment, on the
 * same directories.
 */
@NullMarked
package io.hardgnn.benchmarks.reliability;

import org.jspecify.annotations.NullMarked;
