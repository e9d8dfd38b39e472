/** NGCF: neural graph collaborative filtering (Wang et al., 2019). */
@NullMarked
package io.hardgnn.encoder.ngcf;

import org.jspecify.annotations.NullMarked;
