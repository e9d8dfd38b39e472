/**
 * How two embeddings become a score.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.scoring;

import org.jspecify.annotations.NullMarked;
