package io.hardgnn.negatives;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A query of a step and the items that it may be contrasted with, its user's training items left
 * out already, and what each sampler is documented to choose of them: plain loops that share no
 * code with the samplers.
 *
 * @param items in the order of the pool
 * @param order a random number of each item of the dataset; NaN where the pool has none
 * @param scores of each item of the dataset
 * @param cosines of each item of the dataset
 * @param target item of the dataset that is the positive
 * @param epoch counted from 0
 */
public record PlainQuery(
    List<Integer> items, double[] order, double[] scores, double[] cosines, int target, int epoch) {

  /** Returns what a sampler is documented to choose, in its order. */
  public List<Integer> chosenBy(Sampler sampler, int count) {
    if (sampler instanceof Hardest hardest) {
      return largest(items, by(hardest.by()), count);
    }
    if (sampler instanceof Uniform) {
      return largest(items, item -> order[item], count);
    }
    if (sampler instanceof Dns dns) {
      return dns(dns, count);
    }
    if (sampler instanceof Adaptive adaptive) {
      return adaptive(adaptive, count);
    }
    if (sampler instanceof PositiveAware gate) {
      double limit = by(gate.by()).applyAsDouble(target) + gate.margin();
      List<Integer> open =
          items.stream().filter(item -> by(gate.by()).applyAsDouble(item) <= limit).toList();
      return new PlainQuery(open, order, scores, cosines, target, epoch)
          .chosenBy(gate.sampler(), count);
    }
    if (sampler instanceof Mixed mixed) {
      int uniform = (int) Math.round(mixed.share() * count);
      if (uniform == count) { // the one end of the order is as random as the other
        return chosenBy(new Uniform(), count);
      }
      List<Integer> both = new ArrayList<>(chosenBy(mixed.sampler(), count - uniform));
      both.addAll(largest(items, item -> -order[item], uniform));
      return both;
    }
    Curriculum ramp = (Curriculum) sampler;
    double passed = Math.min(1, (double) epoch / ramp.epochs());
    double share = ramp.from() + (ramp.to() - ramp.from()) * passed;
    int hard = (int) Math.ceil(share * count - 0.5); // rounded, a half down
    List<Integer> easy = largest(items, item -> -order[item], count);
    return Stream.concat(
            chosenBy(ramp.sampler(), count).stream().limit(hard), easy.stream().skip(hard))
        .toList();
  }

  /** {@code N} at random; of their {@code M K} hardest {@code K} at random. */
  private List<Integer> dns(Dns dns, int count) {
    int drawn = dns.candidates() == 0 ? items.size() : dns.candidates();
    List<Integer> candidates = largest(items, item -> order[item], drawn);
    List<Integer> hard = largest(candidates, by(dns.by()), dns.hardest() * count);
    return dns.hardest() == 1 ? hard : largest(hard, item -> order[item], count);
  }

  /** The least of {@code |s - beta (s+ + alpha)^(p + 1)|}. */
  private List<Integer> adaptive(Adaptive adaptive, int count) {
    IntToDoubleFunction similarity = by(adaptive.by());
    double base = Math.max(1e-6, similarity.applyAsDouble(target) + adaptive.alpha());
    double wanted = adaptive.beta() * Math.pow(base, adaptive.p()) * base;
    return largest(items, item -> -Math.abs(similarity.applyAsDouble(item) - wanted), count);
  }

  private IntToDoubleFunction by(Hardest.By measure) {
    return measure == Hardest.By.SCORE ? item -> scores[item] : item -> cosines[item];
  }

  private static List<Integer> largest(List<Integer> of, IntToDoubleFunction value, int count) {
    Comparator<Integer> descending =
        Comparator.comparingDouble((Integer item) -> -value.applyAsDouble(item));
    return IntStream.range(0, of.size())
        .mapToObj(of::get)
        .sorted(descending) // stable: of equal ones the first of the pool
        .limit(count)
        .toList();
  }
}
