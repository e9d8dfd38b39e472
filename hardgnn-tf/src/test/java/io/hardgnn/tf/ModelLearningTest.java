package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.baseline.PopularityRecommender;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.encoder.gru4rec.Gru4Rec;
import io.hardgnn.engine.Scorer;
import io.hardgnn.engine.TrainedParameters;
import io.hardgnn.evaluation.Evaluator;
import io.hardgnn.evaluation.Protocol;
import io.hardgnn.evaluation.ScoringFunction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A model of other authors learns")
class ModelLearningTest {

  private static final int USERS = 150;

  /** Each user walks along a ring of items, one after the other. */
  private static Dataset walks() {
    Random random = new Random(3);
    InteractionLog.Builder log = InteractionLog.builder();
    for (int user = 0; user < USERS; user++) {
      int start = random.nextInt(60);
      for (int position = 0; position < 9; position++) {
        log.add("u" + user, "i" + (start + position) % 60, 1000L * position + user);
      }
    }
    return DatasetBuilder.of(log.build()).build();
  }

  /** Each user likes one of six groups of fifteen items, in no order. */
  private static Dataset tastes() {
    Random random = new Random(11);
    InteractionLog.Builder log = InteractionLog.builder();
    for (int user = 0; user < USERS; user++) {
      List<Integer> liked = new ArrayList<>();
      for (int item = 0; item < 15; item++) {
        liked.add(user % 6 * 15 + item);
      }
      Collections.shuffle(liked, random);
      for (int position = 0; position < 8; position++) {
        log.add("u" + user, "i" + liked.get(position), 1000L * position + user);
      }
    }
    return DatasetBuilder.of(log.build()).build();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = "gru4Rec")
  @Tag("thorough") // a graph of many steps
  @DisplayName("which item follows which")
  void order(String preset) {
    learnsOrder(preset);
  }

  @ParameterizedTest(name = "{0}")
  @Tag("thorough") // sixty epochs each
  @ValueSource(strings = {"sasRec", "sasRecSoftmax", "gSasRec"})
  @DisplayName("which item follows which by attention, too")
  void orderByAttention(String preset) {
    learnsOrder(preset);
  }

  private static void learnsOrder(String preset) {
    HardGNNConfig config = Presets.byName(preset);
    if (config.encoder() instanceof Gru4Rec gru) {
      config = config.encoder(gru.historyLength(8));
    }
    Dataset data = walks();
    assertThat(trained(config, 60, data)).isGreaterThan(0.6);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = "lightGcn")
  @DisplayName("which users and items belong together")
  void taste(String preset) {
    learnsTaste(preset);
  }

  @ParameterizedTest(name = "{0}")
  @Tag("thorough") // forty epochs each
  @ValueSource(strings = {"bprMf", "ngcf"})
  @DisplayName("which users and items belong together, whichever way")
  void tasteOtherwise(String preset) {
    learnsTaste(preset);
  }

  private static void learnsTaste(String preset) {
    Dataset data = tastes();
    double popularity = ndcg(PopularityRecommender.train(data.training()), data);
    // Eight of a group's items are left, in random order: .49 at best.
    assertThat(trained(Presets.byName(preset), 40, data))
        .isGreaterThan(0.35)
        .isGreaterThan(3 * popularity);
  }

  private static double trained(HardGNNConfig preset, int epochs, Dataset data) {
    HardGNNConfig config =
        preset
            .encoder(preset.encoder().embeddingDim(32))
            .trained(run -> run.epochs(epochs).batchSize(32).adam(adam -> adam.learningRate(0.01)));
    TrainedParameters trained = TrainingTestBase.train(config, data);
    assertThat(trained.history().get(epochs - 1).loss())
        .isLessThan(0.8 * trained.history().get(0).loss());
    try (Scorer scorer =
        TrainingTestBase.ENGINE.scorer(TrainingTestBase.definition(config, data), trained)) {
      return ndcg(scorer, data);
    }
  }

  private static double ndcg(ScoringFunction scorer, Dataset data) {
    Evaluator evaluator = Evaluator.builder().protocols(Protocol.fullRanking()).threads(1).build();
    return evaluator.evaluate(scorer, data.test()).full().ndcg(10);
  }
}
