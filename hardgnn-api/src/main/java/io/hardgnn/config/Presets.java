package io.hardgnn.config;

import io.hardgnn.blend.Blend;
import io.hardgnn.encoder.gru4rec.Gru4Rec;
import io.hardgnn.encoder.lightgcn.LightGcn;
import io.hardgnn.encoder.mf.MatrixFactorization;
import io.hardgnn.encoder.ngcf.Ngcf;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.encoder.sasrec.SasRec;
import io.hardgnn.encoder.selfgnn.IntervalNorm;
import io.hardgnn.encoder.selfgnn.Recurrence;
import io.hardgnn.encoder.selfgnn.SelfGnn;
import io.hardgnn.encoder.selfgnn.SequenceMode;
import io.hardgnn.engine.TrainingConfig;
import io.hardgnn.error.Excerpt;
import io.hardgnn.loss.BatchL2;
import io.hardgnn.loss.BayesianPersonalizedRanking;
import io.hardgnn.loss.BinaryCrossEntropy;
import io.hardgnn.loss.GeneralizedBinaryCrossEntropy;
import io.hardgnn.loss.HingeLoss;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.L2Regularization;
import io.hardgnn.loss.L2Scope;
import io.hardgnn.loss.SampledSoftmax;
import io.hardgnn.loss.SelfAugmented;
import io.hardgnn.negatives.Hardest;
import io.hardgnn.negatives.Pool;
import io.hardgnn.negatives.WholePool;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.step.Targets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Named settings to start from. */
public final class Presets {

  private static final Map<String, Supplier<HardGNNConfig>> BY_NAME = byName();

  private Presets() {}

  private static Map<String, Supplier<HardGNNConfig>> byName() {
    Map<String, Supplier<HardGNNConfig>> presets = new LinkedHashMap<>();
    presets.put("default", Presets::standard);
    presets.put("paper", Presets::paper);
    presets.put("amazonBook", Paper::amazonBook);
    presets.put("gowalla", Paper::gowalla);
    presets.put("movieLens", Paper::movieLens);
    presets.put("yelp", Paper::yelp);
    presets.put("published", Presets::published);
    presets.put("sasRec", Models::sasRec);
    presets.put("sasRecSoftmax", Models::sasRecSoftmax);
    presets.put("gSasRec", Models::gSasRec);
    presets.put("gru4Rec", Models::gru4Rec);
    presets.put("bprMf", Models::bprMf);
    presets.put("lightGcn", Models::lightGcn);
    presets.put("ngcf", Models::ngcf);
    return presets;
  }

  /** Returns the names that {@link #byName(String)} knows. */
  public static Set<String> names() {
    return Collections.unmodifiableSet(BY_NAME.keySet());
  }

  /**
   * Returns the preset of a name, such as one given on a command line; upper and lower case are the
   * same, and {@code _}, {@code -} and blanks do not count: {@code sas_rec} is {@code sasRec}.
   *
   * @throws IllegalArgumentException if there is none; the message lists the names
   */
  public static HardGNNConfig byName(String name) {
    for (Map.Entry<String, Supplier<HardGNNConfig>> preset : BY_NAME.entrySet()) {
      if (preset.getKey().toLowerCase(Locale.ROOT).equals(bare(name))) {
        return preset.getValue().get();
      }
    }
    throw new IllegalArgumentException(
        "no preset is named '"
            + Excerpt.of(name)
            + "'; the presets are "
            + String.join(", ", names()));
  }

  private static String bare(String name) {
    return name.replaceAll("[\\s_-]", "").toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the default, chosen by measurement on films, shopping and check-ins, {@code "default"}
   * by name. Every position of a sequence is a target, by a softmax over negatives that the batch
   * shares, and items are propagated over all training edges with a residual connection. Weights
   * are averaged over the steps of an epoch, which are smaller where data are small. Counts of
   * transitions are added to the scores with weights chosen on validation.
   */
  public static HardGNNConfig standard() {
    return HardGNNConfig.of(new ResidualGraph())
        .scoredBy(new Scoring.DotWithBias())
        .predicting(new Targets.EveryPosition())
        .minimising(new SampledSoftmax(4096))
        .trained(run -> run.minSteps(100))
        .blended(Blend.chosen());
  }

  /**
   * Returns equations 1-13 of the paper literally: no normalisation of edges, no layer
   * normalisation, no biases in the attention, separate GRU cells, sums, BCE on one target per user
   * and step, L2 over every parameter.
   *
   * <p>Where the paper is silent (targets among the newest 6 interactions, 40 negatives and 40
   * pairs, no dropout) the values are those of the authors' program, or what needs no further
   * setting. Loses to {@link #standard} by far on every data set measured; it is here to be
   * compared with.
   */
  public static HardGNNConfig paper() {
    return HardGNNConfig.of(SelfGnn.paper())
        .scoredBy(new Scoring.Dot())
        .predicting(new Targets.OnePerUser(6, 50))
        .minimising(new BinaryCrossEntropy(40))
        .plus(1e-6, new SelfAugmented(40, 48, 0.5))
        .plus(0.1, mined())
        .plus(1e-2, new L2Regularization(L2Scope.ALL))
        .trained(
            run ->
                run.epochs(100)
                    .usersPerEpoch(10_000)
                    .batchSize(512)
                    .adam(adam -> adam.learningRate(1e-3).beta2(0.999))
                    .averagedEpochs(0)
                    .schedule(schedule -> schedule.warmupSteps(0).decay(0.96))
                    .stopping(stopping -> stopping.evaluateEvery(3).patience(0)));
  }

  /** Three hard negatives of the whole catalogue by cosine (paper eq. 11-12). */
  private static InfoNce mined() {
    return new InfoNce()
        .hardNegatives(3)
        .temperature(0.1)
        .chosenBy(new Hardest(Hardest.By.COSINE))
        .from(new Pool.Catalogue());
  }

  /**
   * Returns the numerics of the authors' HardGNN program (the TensorFlow 2 port), quirks included,
   * for comparison: LSTM cells, layer normalisation with its epsilon of 1e-3, biases and an output
   * projection in the attention, a sequence that collapses into one token, hinge loss, an
   * activation on the instance vector, random contrastive negatives shared by all anchors, and
   * target edges left in the graph. What made its published numbers too good is not reproduced:
   * negatives here are drawn without knowledge of the test items.
   */
  public static HardGNNConfig published() {
    return paper()
        .encoder(
            SelfGnn.paper()
                .layerNormEpsilon(1e-3)
                .propagation(graph -> graph.maskTargets(false))
                .fusion(
                    fusion ->
                        fusion.recurrence(Recurrence.LSTM).norm(IntervalNorm.FEATURE).dropout(0.5))
                .history(
                    history ->
                        history.mode(SequenceMode.COLLAPSED).layerNorm(true).activation(true))
                .attention(attention -> attention.bias(true).outputProjection(true)))
        .predicting(new Targets.OnePerUser(6, 200))
        .minimising(new HingeLoss(40))
        .plus(
            0.1, new InfoNce().hardNegatives(40).chosenBy(new WholePool()).from(new Pool.Batch(40)))
        .plus(1e-2, new L2Regularization(L2Scope.TABLES))
        .trained(run -> run.schedule(schedule -> schedule.decaySteps(19)));
  }

  /**
   * {@link Presets#paper} as the paper sets it for its data sets; where the paper is silent (targets
   * and the self-augmented loss), as the scripts of SelfGNN's program do. These are no
   * recommendations: on the same data they lose to {@link Presets#standard} by far. Start from that
   * one.
   */
  public static final class Paper {

    private Paper() {}

    /** Returns the settings for Amazon-Book; see {@link Paper}. */
    public static HardGNNConfig amazonBook() {
      return paper()
          .encoder(SelfGnn.paper().intervals(5).graphLayers(3).attentionLayers(4))
          .predicting(new Targets.OnePerUser(1, 50))
          .plus(1e-6, new SelfAugmented(80, 32, 0.5));
    }

    /** Returns the settings for Gowalla; see {@link Paper}. */
    public static HardGNNConfig gowalla() {
      return paper()
          .encoder(SelfGnn.paper().intervals(3).graphLayers(2).attentionLayers(1))
          .plus(0.2, mined())
          .trained(run -> run.adam(adam -> adam.learningRate(2e-3)));
    }

    /** Returns the settings for MovieLens; see {@link Paper}. */
    public static HardGNNConfig movieLens() {
      return paper()
          .encoder(SelfGnn.paper().intervals(6).graphLayers(2).attentionLayers(3))
          .plus(1e-6, new SelfAugmented(90, 48, 0.5))
          .plus(0.01, mined());
    }

    /**
     * Returns the sizes of SelfGNN for Yelp, on which HardGNN was not measured; see {@link Paper}.
     */
    public static HardGNNConfig yelp() {
      return paper()
          .encoder(SelfGnn.paper().intervals(12).graphLayers(3).attentionLayers(2))
          .plus(1e-7, new SelfAugmented(40, 32, 0.5));
    }
  }

  /**
   * Models of other authors, with their settings where these are given: to be compared with, and to
   * choose from. None has counts beside the network, hard negatives or averaged weights. Counts and
   * averages may be added to any; InfoNCE to models of sequences.
   */
  public static final class Models {

    private Models() {}

    /**
     * Returns SASRec after its authors (Kang and McAuley, ICDM 2018): every one of a user's newest
     * 200 interactions is a target, by binary cross-entropy against one random negative, and scores
     * are inner products. Embeddings are of 64, theirs of 50. As theirs it is evaluated after every
     * 20 of 200 epochs, and the best is kept. Sparse data wants a shorter history and a dropout of
     * 0.5.
     */
    public static HardGNNConfig sasRec() {
      return selfAttentive()
          .minimising(new BinaryCrossEntropy(1))
          .trained(run -> run.stopping(stopping -> stopping.evaluateEvery(20).patience(0)));
    }

    /**
     * Returns SASRec by a softmax over 3,000 negatives that a batch shares, in place of one for
     * each target, and a dropout of 0.1, as on films (Klenitskiy and Vasilev, <i>Turning Dross Into
     * Gold Loss: is BERT4Rec really better than SASRec?</i>, RecSys 2023). Sparse data wants more.
     */
    public static HardGNNConfig sasRecSoftmax() {
      return selfAttentive()
          .encoder(new SasRec().dropout(0.1))
          .minimising(new SampledSoftmax(3000));
    }

    /**
     * Returns gSASRec (Petrov and Macdonald, RecSys 2023): SASRec by generalised binary
     * cross-entropy over 256 negatives with {@code t} of 0.75, and twice the size and more dropout.
     * As theirs it is patient: up to 2,000 epochs, until 200 pass without a gain, which on large
     * data takes hours; a time budget bounds it.
     */
    public static HardGNNConfig gSasRec() {
      return selfAttentive()
          .encoder(new SasRec().embeddingDim(128).dropout(0.5))
          .minimising(new GeneralizedBinaryCrossEntropy())
          .trained(
              run ->
                  run.epochs(2000).stopping(stopping -> stopping.evaluateEvery(10).patience(20)));
    }

    /**
     * Returns GRU4Rec with cross-entropy (Hidasi and Karatzoglou, <i>Recurrent Neural Networks with
     * Top-k Gains for Session-based Recommendations</i>, CIKM 2018) over 4,096 uniform negatives
     * that a batch shares, which is the full softmax of catalogues up to that size. Every position
     * is a target; scores have a bias per item.
     */
    public static HardGNNConfig gru4Rec() {
      return HardGNNConfig.of(new Gru4Rec())
          .scoredBy(new Scoring.DotWithBias())
          .predicting(new Targets.EveryPosition())
          .minimising(new SampledSoftmax(4096))
          .trained(Models::ofSequences);
    }

    /**
     * Returns matrix factorisation by Bayesian personalised ranking (Rendle et al., <i>BPR:
     * Bayesian Personalized Ranking from Implicit Feedback</i>, UAI 2009), trained as
     * {@link #lightGcn} is.
     */
    public static HardGNNConfig bprMf() {
      return lightGcn().encoder(new MatrixFactorization());
    }

    /**
     * Returns LightGCN by its authors' settings (He et al., SIGIR 2020): 3 layers of 64, every
     * interaction a target by Bayesian personalised ranking against one random negative, L2 of 1e-4
     * on the rows that a pair touches. Their program draws as many pairs, but each user equally
     * often; here those with many interactions weigh more, as in the paper's sum.
     */
    public static HardGNNConfig lightGcn() {
      return HardGNNConfig.of(new LightGcn())
          .scoredBy(new Scoring.Dot())
          .predicting(new Targets.EveryInteraction())
          .minimising(new BayesianPersonalizedRanking())
          .plus(1e-4, new BatchL2())
          .trained(
              run ->
                  run.epochs(300)
                      .batchSize(2048)
                      .adam(adam -> adam.learningRate(1e-3).beta2(0.999))
                      .averagedEpochs(0)
                      .schedule(schedule -> schedule.warmupSteps(0))
                      .stopping(stopping -> stopping.evaluateEvery(5).patience(10)));
    }

    /**
     * Returns NGCF by its authors' settings (Wang et al., SIGIR 2019): 3 layers of 64 beside the 64
     * of the tables, message dropout of 0.1, L2 of 1e-5, steps of 1,024 interactions. The L2 is
     * over the rows of the tables that a pair touches; the paper's is over all rows and the
     * matrices of the layers, their program's over the propagated rows. The rate is theirs for
     * Amazon-Book.
     */
    public static HardGNNConfig ngcf() {
      return lightGcn()
          .encoder(new Ngcf())
          .plus(1e-5, new BatchL2())
          .trained(run -> run.batchSize(1024).adam(adam -> adam.learningRate(5e-4)));
    }

    /** What the forms of SASRec share. */
    private static HardGNNConfig selfAttentive() {
      return HardGNNConfig.of(new SasRec())
          .scoredBy(new Scoring.Dot())
          .predicting(new Targets.EveryPosition(false))
          .trained(Models::ofSequences);
    }

    private static TrainingConfig ofSequences(TrainingConfig run) {
      return run.epochs(200)
          .batchSize(128)
          .adam(adam -> adam.learningRate(1e-3))
          .averagedEpochs(0)
          .schedule(schedule -> schedule.warmupSteps(0))
          .stopping(stopping -> stopping.patience(10));
    }
  }
}
