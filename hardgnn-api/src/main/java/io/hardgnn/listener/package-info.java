/**
 * Listeners that tell people and programs how a training goes.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.listener;

import org.jspecify.annotations.NullMarked;
