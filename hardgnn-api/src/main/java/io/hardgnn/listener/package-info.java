/** Listeners that tell people and programs how a training goes. */
@NullMarked
package io.hardgnn.listener;

import org.jspecify.annotations.NullMarked;
