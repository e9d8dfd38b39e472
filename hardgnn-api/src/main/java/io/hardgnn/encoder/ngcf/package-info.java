/**
 * NGCF: neural graph collaborative filtering (Wang et al., 2019).
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.encoder.ngcf;

import org.jspecify.annotations.NullMarked;
