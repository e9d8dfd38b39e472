/** Text for messages. */
@NullMarked
package io.hardgnn.text;

import org.jspecify.annotations.NullMarked;
