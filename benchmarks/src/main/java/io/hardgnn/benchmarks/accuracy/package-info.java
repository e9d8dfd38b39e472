/** The models whose accuracy is compared, one training of them, and their charts. */
@NullMarked
package io.hardgnn.benchmarks.accuracy;

import org.jspecify.annotations.NullMarked;
