/** Tests of the HTTP service. */
@NullMarked
package io.hardgnn.examples.service;

import org.jspecify.annotations.NullMarked;
