/**
 * Files that survive crashes and lies: safetensors, checksummed artifact directories, atomic single
 * files and JSON.
 *
 * <p>{@link io.hardgnn.io.ArtifactDirectory} is what models, checkpoints and ONNX bundles are
 * stored in. Knows no engine and no model; content that cannot be trusted is an
 * {@link io.hardgnn.io.ArtifactException}.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.io;

import org.jspecify.annotations.NullMarked;
