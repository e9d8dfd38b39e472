/** The layout of JSON texts, and where in one a value is. Not exported. */
@NullMarked
package io.hardgnn.internal.json;

import org.jspecify.annotations.NullMarked;
