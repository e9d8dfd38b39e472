/** The files of a trained model. Not exported. */
@NullMarked
package io.hardgnn.internal.store;

import org.jspecify.annotations.NullMarked;
