package io.hardgnn.examples.parity;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.HardGNN;
import io.hardgnn.History;
import io.hardgnn.ItemFilter;
import io.hardgnn.RecommendRequest;
import io.hardgnn.Recommendation;
import io.hardgnn.blend.Blend;
import io.hardgnn.blend.TransitionWindow;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.Sequences;
import io.hardgnn.encoder.gru4rec.Gru4Rec;
import io.hardgnn.encoder.layers.PositionEncoding;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.encoder.selfgnn.SelfGnn;
import io.hardgnn.loss.BinaryCrossEntropy;
import io.hardgnn.loss.HingeLoss;
import io.hardgnn.loss.SelfAugmented;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.scoring.Prediction;
import io.hardgnn.step.Targets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A bundle gives 1,000 users the scores of the engine that trained its model")
class ServedScoresTest {

  private static final int USERS = 1000;
  private static final double TOLERANCE = 1e-4;
  private static final long SEED = 20_261_124;
  private static final Dataset DATASET = GeneratedInteractions.dataset(1500, 500, SEED);

  private static HardGNN.Builder small(HardGNNConfig preset) {
    return HardGNN.builder(preset)
        .embeddingDim(32)
        .epochs(1)
        .training(run -> run.usersPerEpoch(USERS))
        .seed(SEED);
  }

  /** Models of other authors, at a rate by which few epochs leave something to compare. */
  private static HardGNN.Builder quick(HardGNNConfig preset) {
    return small(preset).training(run -> run.batchSize(128).adam(adam -> adam.learningRate(0.02)));
  }

  private static HardGNNConfig standard() {
    return Presets.standard().encoder(new ResidualGraph().historyLength(20));
  }

  /** What is checked of every model: of three in every build, of the others thoroughly. */
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  abstract static class Parity {

    private final HardGNN hardGnn;
    private TrainedAndServed both;
    private float[][] expected;
    private float[][] expectedOfStrangers;

    Parity(HardGNN.Builder settings) {
      hardGnn = settings.build();
    }

    @BeforeAll
    void train(@TempDir Path folder) {
      both = new TrainedAndServed(hardGnn, DATASET, folder);
      expected = both.engineScores(USERS);
      expectedOfStrangers = both.engineScoresOfStrangers(USERS);
    }

    @AfterAll
    void close() {
      both.close();
    }

    @Test
    @DisplayName("the scores are worth comparing: they differ between items and between users")
    void scoresDiffer() {
      for (int user = 1; user < USERS; user++) {
        float[] scores = expected[user];
        double spread = max(scores) + max(negated(scores));
        assertThat(spread).as("spread of the scores of user %d", user).isGreaterThan(0.1);
        assertThat(scores).isNotEqualTo(expected[user - 1]);
      }
    }

    @Test
    @DisplayName("user embedding · item embedding + bias is the network's score")
    void embeddings() {
      HostTensor parameter = both.model.parameters().parameters().get(Prediction.ITEM_BIAS);
      float[] bias = parameter == null ? new float[both.model.items().size()] : parameter.floats();
      float[][] network = both.networkScores(USERS);
      float[][] items = new float[bias.length][];
      for (int item = 0; item < items.length; item++) {
        items[item] = both.served.itemEmbedding(both.model.items().id(item)).orElseThrow();
      }
      for (int user = 0; user < USERS; user++) {
        float[] embedding = both.served.userEmbedding(both.model.users().id(user)).orElseThrow();
        for (int item = 0; item < items.length; item++) {
          double score = bias[item];
          for (int i = 0; i < embedding.length; i++) {
            score += (double) embedding[i] * items[item][i];
          }
          check(score, network[user][item], user, item);
        }
      }
    }

    @Test
    @DisplayName("recommend gives every item the engine's score")
    void recommend() {
      int all = both.model.items().size();
      for (int user = 0; user < USERS; user++) {
        String id = both.model.users().id(user);
        compare(
            both.served.recommend(id, all, ItemFilter.unseen().includingKnown()),
            expected[user],
            user);
      }
    }

    @Test
    @DisplayName(
        "a request by a user's history and its times gives the engine's scores for somebody new with that history")
    void byHistory() {
      int all = both.model.items().size();
      for (int user = 0; user < USERS; user++) {
        compare(
            both.served
                .recommend(byHistory(user).n(all).filter(ItemFilter.unseen().includingKnown()))
                .items(),
            expectedOfStrangers[user],
            user);
      }
    }

    @Test
    @DisplayName("requests by a user's history give the engine's, with its times and without")
    void recommendFor() {
      boolean timed = both.model.config().encoder().readsTimeGaps();
      float[][] without = timed ? both.engineScoresWithoutTimes(USERS) : expectedOfStrangers;
      for (int user = 0; user < USERS; user++) {
        History history = both.served.history(both.model.users().id(user));
        compare(all(history), expectedOfStrangers[user], user);
        compare(all(History.of(history.items())), without[user], user);
      }
      if (timed) {
        assertThat(without[0]).isNotEqualTo(expectedOfStrangers[0]);
      }
    }

    private List<Recommendation> all(History history) {
      return both.served
          .recommend(
              RecommendRequest.forHistory(history)
                  .n(both.model.items().size())
                  .filter(ItemFilter.unseen().includingKnown()))
          .items();
    }

    @Test
    @DisplayName(
        "the ten best agree in items and order where their scores differ by more than 1e-4")
    void tenBest() {
      for (int user = 0; user < USERS; user++) {
        String id = both.model.users().id(user);
        compareBest(both.served.recommend(id, 10), expected[user], user);
        compareBest(
            both.served.recommend(byHistory(user)).items(), expectedOfStrangers[user], user);
      }
    }

    private RecommendRequest byHistory(int user) {
      Sequences all = both.model.interactions();
      List<String> items = new ArrayList<>();
      List<Instant> times = new ArrayList<>();
      for (int position = all.start(user); position < all.end(user); position++) {
        items.add(both.model.items().id(all.item(position)));
        times.add(Instant.ofEpochMilli(all.timestamp(position)));
      }
      return RecommendRequest.forHistory(History.of(items, times));
    }

    private void compare(List<Recommendation> recommended, float[] scores, int user) {
      Map<String, Float> byItem =
          recommended.stream().collect(toMap(Recommendation::item, Recommendation::score));
      assertThat(byItem).as("items scored for user %d", user).hasSize(scores.length);
      for (int item = 0; item < scores.length; item++) {
        check(byItem.get(both.model.items().id(item)), scores[item], user, item);
      }
    }

    private void compareBest(List<Recommendation> recommended, float[] scores, int user) {
      float[] unseen = scores.clone();
      for (int item : both.model.interactions().itemsOf(user)) {
        unseen[item] = Float.NEGATIVE_INFINITY;
      }
      assertThat(recommended).hasSize(10);
      for (int rank = 0; rank < 10; rank++) {
        int item = both.model.items().indexOf(recommended.get(rank).item());
        int best = argMax(unseen);
        // Near ties may change places, and the one that came first then follows in its turn.
        if (item != best) {
          check(scores[item], unseen[best], user, best);
        }
        unseen[item] = Float.NEGATIVE_INFINITY;
      }
    }

    private static int argMax(float[] values) {
      int best = 0;
      for (int i = 1; i < values.length; i++) {
        best = values[i] > values[best] ? i : best;
      }
      return best;
    }

    private static double max(float[] values) {
      return values[argMax(values)];
    }

    private static float[] negated(float[] values) {
      float[] negated = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        negated[i] = -values[i];
      }
      return negated;
    }

    private static void check(double score, double expected, int user, int item) {
      if (!(Math.abs(score - expected)
          <= TOLERANCE)) { // half a million descriptions take their time
        assertThat(score)
            .as("score of item %d for user %d, seed %d", item, user, SEED)
            .isCloseTo(expected, within(TOLERANCE));
      }
    }
  }

  @Nested
  @DisplayName("with the default preset")
  class OfDefaultPreset extends Parity {
    OfDefaultPreset() {
      super(small(standard()));
    }
  }

  @Nested
  @DisplayName("with counts that are regressed")
  class OfRegressedCounts extends Parity {
    OfRegressedCounts() {
      super(small(standard()).blend(counts(TransitionWindow.regressed(100, 100))));
    }
  }

  @Nested
  @Tag("thorough")
  @DisplayName("with counts of which popular items have more")
  class OfFrequentCounts extends Parity {
    OfFrequentCounts() {
      super(small(standard()).blend(counts(new TransitionWindow(50, 0.97, 1).outExponent(0.3))));
    }
  }

  private static Blend counts(TransitionWindow window) {
    return Blend.off().windows(window).transitionWeights(2.0).popularityWeights(1.0);
  }

  @Nested
  @Tag("thorough")
  @DisplayName("with gates and relative positions")
  class OfGatesAndDistances extends Parity {
    OfGatesAndDistances() {
      super(
          small(
              Presets.standard()
                  .encoder(
                      new ResidualGraph()
                          .historyLength(20)
                          .gated(true)
                          .positions(PositionEncoding.LEARNED_AND_RELATIVE))));
    }
  }

  @Nested
  @Tag("thorough")
  @DisplayName("with the times between interactions")
  class OfTimeGaps extends Parity {
    OfTimeGaps() {
      super(
          small(Presets.standard().encoder(new ResidualGraph().historyLength(20).timeGaps(true))));
    }
  }

  @Nested
  @Tag("thorough")
  @DisplayName("with the paper's preset, shrunk (interval graphs)")
  class OfPaperPreset extends Parity {
    OfPaperPreset() {
      super(
          small(
                  Presets.paper()
                      .encoder(
                          SelfGnn.paper()
                              .intervals(3)
                              .historyLength(20)
                              .attention(attention -> attention.heads(4)))
                      .predicting(new Targets.OnePerUser().anchorHistory(10)))
              .loss(new BinaryCrossEntropy(10))
              .loss(new SelfAugmented().pairsPerUser(10), 1e-6));
    }
  }

  @Nested
  @Tag("thorough")
  @DisplayName("with the preset of the authors' program, shrunk")
  class OfPublishedPreset extends Parity {
    OfPublishedPreset() {
      super(
          small(
                  Presets.published()
                      .encoder(
                          ((SelfGnn) Presets.published().encoder())
                              .intervals(3)
                              .historyLength(20)
                              .attention(attention -> attention.heads(4)))
                      .predicting(new Targets.OnePerUser().anchorHistory(10)))
              .loss(new HingeLoss(10))
              .loss(new SelfAugmented().pairsPerUser(10), 1e-6));
    }
  }

  @Nested
  @Tag("thorough")
  @DisplayName("with SASRec")
  class OfSasRec extends Parity {
    OfSasRec() {
      super(quick(Presets.Models.sasRec()));
    }
  }

  @Nested
  @Tag("thorough")
  @DisplayName("with SASRec by a softmax")
  class OfSasRecSoftmax extends Parity {
    OfSasRecSoftmax() {
      super(quick(Presets.Models.sasRecSoftmax()));
    }
  }

  @Nested
  @Tag("thorough")
  @DisplayName("with gSASRec")
  class OfGSasRec extends Parity {
    OfGSasRec() {
      super(quick(Presets.Models.gSasRec()));
    }
  }

  @Nested
  @Tag("thorough")
  @DisplayName("with GRU4Rec")
  class OfGru4Rec extends Parity {
    OfGru4Rec() {
      super(quick(Presets.Models.gru4Rec().encoder(new Gru4Rec().historyLength(10))));
    }
  }

  @Nested
  @DisplayName("with matrix factorisation by BPR")
  class OfBprMf extends Parity {
    OfBprMf() {
      super(quick(Presets.Models.bprMf()));
    }
  }

  @Nested
  @Tag("thorough")
  @DisplayName("with LightGCN")
  class OfLightGcn extends Parity {
    OfLightGcn() {
      super(quick(Presets.Models.lightGcn()).epochs(4));
    }
  }

  @Nested
  @Tag("thorough")
  @DisplayName("with NGCF")
  class OfNgcf extends Parity {
    OfNgcf() {
      super(quick(Presets.Models.ngcf()).epochs(4));
    }
  }
}
