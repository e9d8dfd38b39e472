/** Tests of the starter, and the application that they start. */
@NullMarked
package io.hardgnn.spring;

import org.jspecify.annotations.NullMarked;
