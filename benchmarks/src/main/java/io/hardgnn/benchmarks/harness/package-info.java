/** What all programs share: options, reports, processes of their own, the measured settings. */
@NullMarked
package io.hardgnn.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
