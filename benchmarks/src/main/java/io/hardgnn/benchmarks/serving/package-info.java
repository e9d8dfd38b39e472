/**
 * What the programs that measure serving are made of: callers, what they check of the answers, what
 * latencies are held against.
 */
@NullMarked
package io.hardgnn.benchmarks.serving;

import org.jspecify.annotations.NullMarked;
