package io.hardgnn.data;

/** Placeholder of the base commit; see the data branch. */
final class DatasetBuilder {
  private DatasetBuilder() {}
}
