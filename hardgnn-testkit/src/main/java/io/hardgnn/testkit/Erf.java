package io.hardgnn.testkit;

/** The error function in double precision. */
final class Erf {

  private Erf() {}

  /**
   * Returns {@code erf(x)} to about 1e-15, by the series
   * {@code 2/sqrt(pi) e^(-x^2) sum 2^n x^(2n+1) / (2n+1)!!}, whose terms all have the sign of
   * {@code x} (Abramowitz and Stegun, 7.1.6).
   */
  static double erf(double x) {
    if (Math.abs(x) > 6) {
      return Math.signum(x); // 1 - erf(6) is 2e-17
    }
    double term = x;
    double sum = 0;
    for (int n = 0; Math.abs(term) > Math.abs(sum) * 1e-18; n++) {
      sum += term;
      term *= 2 * x * x / (2 * n + 3);
    }
    return Double.isNaN(x) ? x : 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }
}
