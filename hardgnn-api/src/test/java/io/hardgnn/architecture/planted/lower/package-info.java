/** Of two packages planted to see a rule fail, the lower one, which uses the the upper one one. */
@NullMarked
package io.hardgnn.architecture.planted.lower;

import org.jspecify.annotations.NullMarked;
