/** The programs of {@code docs/tutorial.md}, which shows them to the letter. */
@NullMarked
package io.hardgnn.examples.tutorial;

import org.jspecify.annotations.NullMarked;
