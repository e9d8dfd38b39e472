/** What durable files are made of: forced writes, locks, names of versions. Not exported. */
@NullMarked
package io.hardgnn.internal.disk;

import org.jspecify.annotations.NullMarked;
