/**
 * For the tests of those who write parts of their own: a plain-Java evaluation of everything
 * written against {@link io.hardgnn.ops.Ops}, gradients by differences, and the contract of
 * encoders.
 *
 * <p>{@link io.hardgnn.testkit.EncoderContract} is where to start. Failures are
 * {@link AssertionError}s, so that it fits any test framework and needs none. Slow by design: never
 * call it from an application.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.testkit;

import org.jspecify.annotations.NullMarked;
