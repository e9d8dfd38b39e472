package io.hardgnn.tf;

import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.negatives.HardNegatives;
import io.hardgnn.negatives.Hardest;
import io.hardgnn.negatives.Pool;
import io.hardgnn.negatives.ProposedCandidates;
import io.hardgnn.step.ForwardPass;
import io.hardgnn.tf.graph.Feeds;
import io.hardgnn.tf.graph.Fetched;
import io.hardgnn.tf.graph.RunRequest;
import io.hardgnn.tf.graph.TfGraph;
import io.hardgnn.tf.graph.TfOps;
import java.util.List;

/**
 * Both ways of mining hard negatives out of the catalogue, inside a {@link TfGraph} and for the
 * same anchors.
 */
final class MiningComparison {

  private final TfGraph graph;
  private final HardNegatives exact;
  private final HardNegatives proposed;
  private final int count;
  private final RunRequest plan;

  MiningComparison(TfGraph graph, ModelDefinition definition) {
    this.graph = graph;
    InfoNce loss =
        definition.objective().find(InfoNce.class).map(term -> (InfoNce) term.loss()).orElseThrow();
    Hardest hardest = new Hardest(Hardest.By.COSINE);
    if (!loss.sampler().equals(hardest)) {
      throw new IllegalStateException(
          "the ways of mining are compared by the hardest by cosine, but the objective's sampler is"
              + " another one: "
              + loss.sampler());
    }
    this.count = Math.min(loss.hardNegatives(), definition.itemCount());
    TfOps ops = graph.training("mining");
    ForwardPass step = definition.forward(ops);
    ProposedCandidates candidates = new Pool.Proposed().candidates(ops, step, count);
    HardNegatives best = hardest.select(ops, candidates, count);
    this.proposed =
        new HardNegatives(candidates.items(ops, best.rows()), best.similarities(), best.present());
    this.exact = hardest.select(ops, new Pool.Catalogue().candidates(ops, step), count);
    this.plan =
        new RunRequest(
            List.of(exact.rows(), exact.present(), proposed.rows(), proposed.present()), List.of());
  }

  /** Compares the selections for a batch, which was fed, with a table of some age. */
  MiningAgreement run(Feeds feeds, int tableAge) {
    Fetched fetched = graph.run(plan, feeds);
    int[] wanted = fetched.ints(exact.rows());
    float[] isWanted = fetched.floats(exact.present());
    int[] offered = fetched.ints(proposed.rows());
    float[] isOffered = fetched.floats(proposed.present());
    int all = 0;
    int found = 0;
    for (int i = 0; i < wanted.length; i++) {
      if (isWanted[i] > 0) {
        all++;
        found += contains(offered, isOffered, i / count * count, wanted[i]) ? 1 : 0;
      }
    }
    return new MiningAgreement(tableAge, all, found);
  }

  private boolean contains(int[] items, float[] present, int first, int item) {
    for (int i = first; i < first + count; i++) {
      if (present[i] > 0 && items[i] == item) {
        return true;
      }
    }
    return false;
  }
}
