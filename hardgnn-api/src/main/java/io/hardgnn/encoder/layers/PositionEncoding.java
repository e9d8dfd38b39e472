package io.hardgnn.encoder.layers;

/** How a {@link CausalTransformer} knows where in a sequence an item stands. */
public enum PositionEncoding {
  /** Not at all, but that a position sees only its past. */
  NONE(false, false),
  /** By an embedding of each place, counted from the newest, that is added to the item's. */
  LEARNED(true, false),
  /** By what each head of attention learns to add to a score for each distance. */
  RELATIVE(false, true),
  /** By both. */
  LEARNED_AND_RELATIVE(true, true);

  private final boolean places;
  private final boolean distances;

  PositionEncoding(boolean places, boolean distances) {
    this.places = places;
    this.distances = distances;
  }

  /** Returns whether places have embeddings. */
  boolean ofPlaces() {
    return places;
  }

  /** Returns whether scores have offsets by distance. */
  public boolean ofDistances() {
    return distances;
  }
}
