/**
 * Matrix factorisation with Bayesian personalised ranking: a baseline, and an example of an encoder
 * that enters by its folder.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.encoder.mf;

import org.jspecify.annotations.NullMarked;
