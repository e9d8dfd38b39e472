package io.hardgnn.architecture.planted.upper;

/** What a class of the lower package must not use. */
public final class Above {}
