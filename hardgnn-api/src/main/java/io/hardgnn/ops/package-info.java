/**
 * The engine-neutral algebra of tensors in which every encoder, loss and in-graph sampler is
 * written once.
 *
 * <p>{@link io.hardgnn.ops.Ops} is the algebra, {@link io.hardgnn.ops.Expr} its values. Engines
 * lower the same code to their own graph by extending {@link io.hardgnn.ops.lowering.LoweringOps};
 * model code never sees an engine.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.ops;

import org.jspecify.annotations.NullMarked;
