/** What a process holds, for tests that nothing is held for longer than it is used. */
@NullMarked
package io.hardgnn.resources;

import org.jspecify.annotations.NullMarked;
