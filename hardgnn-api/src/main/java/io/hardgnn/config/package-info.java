/**
 * All settings of a training, {@link io.hardgnn.config.HardGNNConfig}, and the presets that they
 * start from; as JSON, their parts are told apart by kind.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.config;

import org.jspecify.annotations.NullMarked;
