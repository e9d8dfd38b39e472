/** The configuration as text: JSON whose parts are told apart by kind. */
@NullMarked
package io.hardgnn.config;

import org.jspecify.annotations.NullMarked;
