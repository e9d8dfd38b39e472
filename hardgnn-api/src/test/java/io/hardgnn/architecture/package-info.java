/** What the module as a whole promises: who may call whom, and what it opens to the world. */
@NullMarked
package io.hardgnn.architecture;

import org.jspecify.annotations.NullMarked;
