package io.hardgnn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.config.Presets;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.negatives.Candidates;
import io.hardgnn.negatives.Chosen;
import io.hardgnn.negatives.Hardest;
import io.hardgnn.negatives.Sampler;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.plain.PlainStep;
import io.hardgnn.seed.Seed;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("InfoNCE, in plain arithmetic,")
class InfoNceWeightsTest {

  /** The hardest, each with a weight, or named as often. */
  private record Often(int times, boolean weighs) implements Sampler {
    @Override
    public String kind() {
      return "often";
    }

    @Override
    public Chosen choose(Ops ops, Candidates candidates, int count) {
      Chosen once = new Hardest().choose(ops, candidates, count);
      if (weighs) {
        Expr weights = ops.add(ops.mul(once.present(), 0), times);
        return new Chosen(once.vectors(), once.present(), weights);
      }
      List<Expr> present = Collections.nCopies(times, once.present());
      return new Chosen(
          ops.concat(1, Collections.nCopies(times, once.vectors())), ops.concat(1, present));
    }
  }

  private static double loss(Sampler sampler, long seed) {
    return new PlainStep(
            Presets.standard()
                .encoder(new ResidualGraph().embeddingDim(8).historyLength(6).edgeSample(0))
                .minimising(new SampledSoftmax(5))
                .plus(0.1, new InfoNce().hardNegatives(2).chosenBy(sampler)),
            seed)
        .term("info_nce");
  }

  @Test
  @DisplayName("counts a negative as often as its sampler says that it stands for")
  void weights(@Seed long seed) {
    double once = loss(new Hardest(), seed);
    assertThat(loss(new Often(1, true), seed)).isCloseTo(once, within(1e-9));
    double thrice = loss(new Often(3, false), seed);
    assertThat(thrice).isGreaterThan(once + 0.1);
    assertThat(loss(new Often(3, true), seed)).isCloseTo(thrice, within(1e-9));
  }
}
