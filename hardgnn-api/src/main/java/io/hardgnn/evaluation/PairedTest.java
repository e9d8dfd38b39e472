package io.hardgnn.evaluation;

import io.hardgnn.internal.random.SplitMix64;
import java.util.Arrays;

/** Resampling of paired per-user differences. Deterministic for a seed. */
final class PairedTest {

  private PairedTest() {}

  /** Returns the ends of the central 95% of bootstrap means (Efron's percentile interval). */
  static double[] bootstrapInterval(double[] differences, int resamples, long seed) {
    SplitMix64 random = SplitMix64.of(seed, 1);
    double[] means = new double[resamples];
    for (int r = 0; r < resamples; r++) {
      double sum = 0;
      for (int n = 0; n < differences.length; n++) {
        sum += differences[random.nextInt(differences.length)];
      }
      means[r] = sum / differences.length;
    }
    Arrays.sort(means);
    int tail = (int) Math.floor(.025 * (resamples - 1));
    return new double[] {means[tail], means[resamples - 1 - tail]};
  }

  /**
   * Returns the two-sided p-value of the hypothesis that each difference is as likely to have the
   * other sign (Fisher's randomisation test), by random flips: the share of flips with a sum at
   * least as far from 0, the observed one among them.
   */
  static double signFlipP(double[] differences, int resamples, long seed) {
    double[] changed = Arrays.stream(differences).filter(d -> d != 0).toArray();
    double observed = Math.abs(Arrays.stream(changed).sum());
    // Sums of the same numbers in other signs round differently; what is equal must count as equal.
    double bar = observed - 1e-9 * Arrays.stream(changed).map(Math::abs).sum();
    SplitMix64 random = SplitMix64.of(seed, 2);
    int atLeast = 1;
    for (int r = 0; r < resamples; r++) {
      double sum = 0;
      long bits = 0;
      for (int n = 0; n < changed.length; n++) {
        if ((n & 63) == 0) {
          bits = random.nextLong();
        }
        sum += changed[n] * (1 - 2 * (int) (bits & 1)); // no branch: it could not be predicted
        bits >>>= 1;
      }
      if (Math.abs(sum) >= bar) {
        atLeast++;
      }
    }
    return atLeast / (resamples + 1.0);
  }
}
