/**
 * What tasks count: windows around each occurrence of an item, pairs of a user's items, and what
 * becomes of them. Not for applications.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.spark.counting;

import org.jspecify.annotations.NullMarked;
