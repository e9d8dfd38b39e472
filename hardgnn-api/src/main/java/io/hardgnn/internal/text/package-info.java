/**
 * From bytes to lines of text and their fields: kinds of files, gzip, characters. Not exported.
 */
@NullMarked
package io.hardgnn.internal.text;

import org.jspecify.annotations.NullMarked;
