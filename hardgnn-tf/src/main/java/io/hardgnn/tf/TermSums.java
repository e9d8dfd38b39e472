package io.hardgnn.tf;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Adds up the terms of the steps of an epoch. */
final class TermSums {

  private final Map<String, Double> sums = new LinkedHashMap<>();
  private int steps;
  private double lastLoss;

  TermSums(Set<String> names) {
    names.forEach(name -> sums.put(name, 0.0));
  }

  void add(Map<String, Double> terms) {
    steps++;
    terms.forEach((name, value) -> sums.merge(name, value, Double::sum));
    lastLoss = terms.getOrDefault(TrainingStep.TOTAL, Double.NaN);
  }

  double lastLoss() {
    return lastLoss;
  }

  double meanLoss() {
    return sums.getOrDefault(TrainingStep.TOTAL, 0.0) / steps;
  }

  /** Returns the mean of each unweighted term; a term that took no part is 0. */
  Map<String, Double> meanTerms() {
    Map<String, Double> means = new LinkedHashMap<>();
    sums.forEach(
        (name, sum) -> {
          if (!name.equals(TrainingStep.TOTAL)) {
            means.put(name, sum / steps);
          }
        });
    return means;
  }
}
