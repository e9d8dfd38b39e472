/**
 * What a training engine is given and gives back: the model's definition, settings of a run,
 * parameters, reports.
 *
 * <p>Engines implement {@link io.hardgnn.engine.TrainingEngine} and are found by
 * {@link java.util.ServiceLoader}.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.engine;

import org.jspecify.annotations.NullMarked;
