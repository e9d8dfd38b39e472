/**
 * The front door: settings and presets, {@link io.hardgnn.HardGNN#fit}, the trained model and its
 * file, listeners, and {@link io.hardgnn.Recommender}. Applications start here; nothing below this
 * package uses it.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn;

import org.jspecify.annotations.NullMarked;
