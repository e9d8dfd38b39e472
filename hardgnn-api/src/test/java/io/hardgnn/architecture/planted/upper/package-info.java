/** Of two packages planted to see a rule fail, the upper one. */
@NullMarked
package io.hardgnn.architecture.planted.upper;

import org.jspecify.annotations.NullMarked;
