/** What is checked and made before a run trains. Not exported. */
@NullMarked
package io.hardgnn.internal.fit;

import org.jspecify.annotations.NullMarked;
