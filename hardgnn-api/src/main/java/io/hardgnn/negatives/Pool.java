package io.hardgnn.negatives;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.settings.Part;
import io.hardgnn.settings.Violations;
import io.hardgnn.step.Draws;
import io.hardgnn.step.ForwardPass;
import io.hardgnn.step.SamplerDraws;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Where the negatives of a contrastive loss come from; which of them, a {@link Sampler} says. */
public sealed interface Pool extends Part {

  /** Returns what a batch has to hold for a sampler to choose from this pool. */
  Draws draws(Sampler sampler);

  /** Returns whether a step may have only one query per sequence. */
  boolean needsOnePerSequence();

  /**
   * Has a sampler choose negatives and compares the anchors with them.
   *
   * @param anchors {@code [Q, d]} of unit length
   * @param count negatives per anchor, at least 1; fewer if the pool is smaller
   */
  Contrast contrast(Ops ops, ForwardPass forward, Expr anchors, Sampler sampler, int count);

  /**
   * The random negatives that all queries of a step share.
   *
   * @param size how many are drawn at least; default 0, which leaves it to another loss, such as
   *     the softmax, to draw some
   */
  record Batch(int size) implements Pool {
    /** Creates the default: those that another loss draws. */
    public Batch() {
      this(0);
    }

    @Override
    public String kind() {
      return "batch";
    }

    @Override
    public Draws draws(Sampler sampler) {
      Set<Sampler.Need> needs = sampler.needs();
      return Draws.NONE
          .shared(size)
          .marksShared(sampler.perAnchor())
          .sampler(
              new SamplerDraws(
                  needs.contains(Sampler.Need.RANDOM_ORDER),
                  false,
                  needs.contains(Sampler.Need.EPOCH)));
    }

    @Override
    public boolean needsOnePerSequence() {
      return false;
    }

    @Override
    public void check(String path, Violations violations) {
      violations.atLeast(path + ".size", size, 0);
    }

    @Override
    public Contrast contrast(
        Ops ops, ForwardPass forward, Expr anchors, Sampler sampler, int count) {
      SharedNegatives shared = SharedNegatives.declare(ops, forward);
      SharedCandidates.Source source = SharedCandidates.source(ops, forward, shared, sampler);
      UnaryOperator<List<Expr>> part =
          rows -> {
            Chosen chosen =
                Chosen.by(sampler, ops, source.candidates(rows), Math.min(count, shared.count()));
            List<Expr> results = new ArrayList<>();
            results.add(chosen.contrast(ops, rows.get(3)).cosines());
            results.add(chosen.presentOfEach(ops));
            if (chosen.weights() != null) {
              results.add(chosen.weights());
            }
            return results;
          };
      List<Expr> all = new ArrayList<>();
      all.add(forward.anchors());
      all.add(forward.userVectors());
      all.add(forward.sequenceOfQuery());
      all.add(anchors);
      if (sampler.needs().contains(Sampler.Need.POSITIVE)) {
        all.add(forward.targets());
      }
      // An engine may choose for some of the queries beside others.
      List<Expr> results = sampler.perAnchor() ? ops.mapRows(all, part::apply) : part.apply(all);
      return new Contrast(
          results.get(0), results.get(1), results.size() > 2 ? results.get(2) : null);
    }
  }

  /**
   * Every item, by the current embedding of each: exact, and the more work the more items there
   * are. One query per sequence.
   */
  record Catalogue() implements Pool {
    @Override
    public String kind() {
      return "catalogue";
    }

    @Override
    public Draws draws(Sampler sampler) {
      Set<Sampler.Need> needs = sampler.needs();
      return Draws.NONE
          .marksCatalogue(true)
          .sampler(
              new SamplerDraws(
                  false,
                  needs.contains(Sampler.Need.RANDOM_ORDER),
                  needs.contains(Sampler.Need.EPOCH)));
    }

    @Override
    public boolean needsOnePerSequence() {
      return true;
    }

    /**
     * Returns the candidates of a step; the columns of their similarities are items of the dataset.
     */
    public Candidates candidates(Ops ops, ForwardPass forward) {
      return CatalogueCandidates.of(ops, forward);
    }

    @Override
    public Contrast contrast(
        Ops ops, ForwardPass forward, Expr anchors, Sampler sampler, int count) {
      int most = Math.min(count, forward.itemCount());
      return Chosen.by(sampler, ops, candidates(ops, forward), most).contrast(ops, anchors);
    }
  }

  /**
   * Every item in two stages: a table of all items' vectors, some steps old, proposes a short list
   * for each anchor by cosine, and among those the sampler chooses by their current embeddings.
   * Less work in large catalogues, but some of the hardest items are missed. Early in training the
   * table is made anew more often. One query per sequence.
   *
   * @param refreshSteps most steps between two refreshes of the table, at least 1; default 10
   */
  record Proposed(int refreshSteps) implements Pool {
    /** Creates the default. */
    public Proposed() {
      this(10);
    }

    @Override
    public String kind() {
      return "proposed";
    }

    @Override
    public Draws draws(Sampler sampler) {
      boolean epoch = sampler.needs().contains(Sampler.Need.EPOCH);
      return Draws.NONE
          .marksCatalogue(true)
          .tableSteps(refreshSteps)
          .sampler(new SamplerDraws(false, false, epoch));
    }

    @Override
    public boolean needsOnePerSequence() {
      return true;
    }

    @Override
    public void check(String path, Violations violations) {
      violations.atLeast(path + ".refreshSteps", refreshSteps, 1);
    }

    /**
     * Returns the candidates of a step, some for each of the negatives that are wanted.
     *
     * @param count negatives per anchor, at least 1, at most the number of items
     */
    public ProposedCandidates candidates(Ops ops, ForwardPass forward, int count) {
      return ProposedCandidates.of(ops, forward, count);
    }

    @Override
    public Contrast contrast(
        Ops ops, ForwardPass forward, Expr anchors, Sampler sampler, int count) {
      int most = Math.min(count, forward.itemCount());
      return Chosen.by(sampler, ops, candidates(ops, forward, most), most).contrast(ops, anchors);
    }
  }
}
