/** Single measurements, each in a JVM of its own, whose memory is its alone. */
@NullMarked
package io.hardgnn.benchmarks.forked;

import org.jspecify.annotations.NullMarked;
