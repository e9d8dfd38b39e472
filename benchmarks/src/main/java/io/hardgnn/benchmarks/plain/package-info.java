/** The plain ways that the library is measured beside. */
@NullMarked
package io.hardgnn.benchmarks.plain;

import org.jspecify.annotations.NullMarked;
