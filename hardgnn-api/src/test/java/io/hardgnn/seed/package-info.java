/** Seeds of tests that draw at random; other modules have it from this module's jar of tests. */
@NullMarked
package io.hardgnn.seed;

import org.jspecify.annotations.NullMarked;
