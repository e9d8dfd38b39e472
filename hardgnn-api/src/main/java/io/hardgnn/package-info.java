/**
 * The front door: {@link io.hardgnn.HardGNN} and its builder, the trained model and its file, and
 * {@link io.hardgnn.Recommender}. Applications start here; settings and presets are in {@link
 * io.hardgnn.config}, listeners in {@link io.hardgnn.listener}. Nothing below this package uses it.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn;

import org.jspecify.annotations.NullMarked;
