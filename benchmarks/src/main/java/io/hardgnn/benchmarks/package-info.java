/**
 * Programs that measure; each prints a table and, when told, writes JSON. Nothing depends on them.
 */
@NullMarked
package io.hardgnn.benchmarks;

import org.jspecify.annotations.NullMarked;
