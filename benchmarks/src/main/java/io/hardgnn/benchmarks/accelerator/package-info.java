/** One case of the accelerator report, and what machine and libraries it met. */
@NullMarked
package io.hardgnn.benchmarks.accelerator;

import org.jspecify.annotations.NullMarked;
