/** How two embeddings become a score. */
@NullMarked
package io.hardgnn.scoring;

import org.jspecify.annotations.NullMarked;
