/**
 * HardGNN on Apache Spark: preparation of events and recommendations for all users on a cluster,
 * with the results of one machine.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.spark;

import org.jspecify.annotations.NullMarked;
