/**
 * Lowering the algebra to an engine's graph: for those who write a backend, which models never see.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.ops.lowering;

import org.jspecify.annotations.NullMarked;
