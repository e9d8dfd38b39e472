/**
 * The ground floor of the configuration: what a part of it is, how parts are found by kind, and how
 * everything that is wrong with them is reported at once. Knows no part.
 *
 * @since 0.1.0
 */
@NullMarked
package io.hardgnn.settings;

import org.jspecify.annotations.NullMarked;
