package io.hardgnn.loss;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.sampling.Candidates;
import io.hardgnn.sampling.HardNegativeSampler;
import io.hardgnn.sampling.HardNegatives;
import java.util.List;

/**
 * Hard negatives of the contrastive loss: each anchor's own top-K of the random negatives that the batch shares, the user's
 * training items excluded.
 */
public final class MinedSharedNegatives implements InfoNce.Negatives {

  private final HardNegativeSampler sampler;
  private final int count;
  private final int sharedNegatives;

  /**
   * Creates the negatives.
   *
   * @param sampler how hard a candidate is
   * @param count negatives per anchor {@code K}
   * @param sharedNegatives number of shared negatives {@code N}
   */
  public MinedSharedNegatives(HardNegativeSampler sampler, int count, int sharedNegatives) {
    this.sampler = sampler;
    this.count = count;
    this.sharedNegatives = sharedNegatives;
  }

  @Override
  public InfoNce.Cosines cosines(Ops ops, Forward forward, Expr anchors) {
    SharedNegatives shared = SharedNegatives.declare(ops, forward, sharedNegatives);
    Expr exclusion = SharedNegatives.exclusion(ops, sharedNegatives);
    Expr unitItems = ops.l2Normalize(shared.embeddings());
    List<Expr> cosines =
        ops.mapRows(
            List.of(forward.anchors(), forward.userVectors(), forward.sequenceOfQuery(), anchors),
            rows -> {
              Candidates candidates = shared.candidates(rows.get(0), rows.get(1));
              HardNegatives mined =
                  sampler.select(
                      ops,
                      candidates,
                      similarity -> ops.add(similarity, ops.gather(exclusion, rows.get(2))),
                      count);
              Expr negatives = ops.gather(unitItems, mined.rows());
              Expr each = ops.sum(ops.mul(negatives, ops.expandDims(rows.get(3), 1)), -1);
              return List.of(each, mined.present());
            });
    return new InfoNce.Cosines(cosines.get(0), cosines.get(1));
  }
}
