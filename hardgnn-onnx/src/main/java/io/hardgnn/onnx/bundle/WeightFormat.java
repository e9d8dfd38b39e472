package io.hardgnn.onnx.bundle;

/** How the item embeddings are stored for scoring all items of a request. */
public enum WeightFormat {
  /** 32-bit floats: every item is scored exactly. */
  FLOAT32("float32"),
  /**
   * 8-bit whole numbers with one scale per item, beside the 32-bit floats. They find candidates,
   * whose scores are then computed exactly from the floats: at least 256, and 4 for each item that
   * is asked for. Lists are those of {@link #FLOAT32} unless one of its items is not among the
   * candidates, and their scores are the same but for rounding. Where that many candidates are
   * more than a quarter of the items, and on a graphics card, all items are scored exactly.
   */
  INT8("int8");

  private final String label;

  WeightFormat(String label) {
    this.label = label;
  }

  /** Returns the name in files, such as {@code int8}. */
  public String label() {
    return label;
  }
}
