/**
 * The configuration as text: JSON whose parts are told apart by kind.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.config;

import org.jspecify.annotations.NullMarked;
