/** A modular application that trains, resumes, saves, exports and serves. */
@NullMarked
package io.hardgnn.modular;

import org.jspecify.annotations.NullMarked;
