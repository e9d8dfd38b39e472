/** From bytes to lines of text: kinds of files, gzip, characters, lines. Not exported. */
@NullMarked
package io.hardgnn.internal.text;

import org.jspecify.annotations.NullMarked;
