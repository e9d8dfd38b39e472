/** The data that is measured with: shared files, and data made up. */
@NullMarked
package io.hardgnn.benchmarks.data;

import org.jspecify.annotations.NullMarked;
