/**
 * What counting knows beside a network: transitions between items and their popularity, weighed on
 * validation and added to the network's scores.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.blend;

import org.jspecify.annotations.NullMarked;
