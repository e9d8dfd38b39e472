/** A small HTTP service around an exported model, and a page to explore it. */
@NullMarked
package io.hardgnn.examples.service;

import org.jspecify.annotations.NullMarked;
