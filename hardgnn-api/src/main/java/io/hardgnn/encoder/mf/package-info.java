/**
 * Matrix factorisation, learned by Bayesian personalised ranking (Rendle et al. 2009): a vector for
 * each user and item, and nothing else. A baseline.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.encoder.mf;

import org.jspecify.annotations.NullMarked;
