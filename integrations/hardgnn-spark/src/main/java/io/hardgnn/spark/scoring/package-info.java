/**
 * How a bundle gets to the executors and answers there. Not for applications.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.spark.scoring;

import org.jspecify.annotations.NullMarked;
