package io.hardgnn.onnx.scoring;

/** The inner product of two embeddings. */
public final class InnerProduct {

  private InnerProduct() {}

  /** Returns an inner product; four sums, which a processor computes side by side. */
  public static float of(float[] a, float[] b) {
    float first = 0;
    float second = 0;
    float third = 0;
    float fourth = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      first += a[i] * b[i];
      second += a[i + 1] * b[i + 1];
      third += a[i + 2] * b[i + 2];
      fourth += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      first += a[i] * b[i];
    }
    return (first + second) + (third + fourth);
  }
}
