/**
 * LightGCN: graph convolution without weights (He et al., 2020).
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.encoder.lightgcn;

import org.jspecify.annotations.NullMarked;
