/**
 * The model: encoders and their parts, written once against {@link io.hardgnn.ops.Ops}, and the settings that shape them.
 *
 * <p>Encoders run in two phases, nodes first and sequences second, so that serving needs only the second one. Knows no
 * engine and no training.
 */
@NullMarked
package io.hardgnn.model;

import org.jspecify.annotations.NullMarked;
