/**
 * What a training engine is given and gives back, and the plain-Java half of training: batches, graphs as arrays, settings.
 *
 * <p>Engines implement {@link io.hardgnn.engine.TrainingEngine} and are found by {@link java.util.ServiceLoader}.
 */
@NullMarked
package io.hardgnn.engine;

import org.jspecify.annotations.NullMarked;
