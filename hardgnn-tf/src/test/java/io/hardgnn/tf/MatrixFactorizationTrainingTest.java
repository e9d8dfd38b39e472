package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.baseline.PopularityRecommender;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.encoder.mf.MatrixFactorization;
import io.hardgnn.engine.EpochReport;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.Scorer;
import io.hardgnn.engine.TrainedParameters;
import io.hardgnn.engine.TrainingConfig;
import io.hardgnn.engine.TrainingJob;
import io.hardgnn.engine.TrainingListener;
import io.hardgnn.evaluation.Evaluator;
import io.hardgnn.evaluation.Protocol;
import io.hardgnn.evaluation.ScoringFunction;
import io.hardgnn.loss.BayesianPersonalizedRanking;
import io.hardgnn.loss.Objective;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.step.Targets;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Matrix factorisation")
class MatrixFactorizationTrainingTest {

  private static final int GROUPS = 6;
  private static final int ITEMS_OF_GROUP = 15;

  /** Each user likes one group of items, in no order. */
  private static Dataset tastes() {
    Random random = new Random(11);
    InteractionLog.Builder log = InteractionLog.builder();
    for (int user = 0; user < 150; user++) {
      int first = user % GROUPS * ITEMS_OF_GROUP;
      List<Integer> liked =
          IntStream.range(first, first + ITEMS_OF_GROUP).boxed().collect(Collectors.toList());
      Collections.shuffle(liked, random);
      for (int position = 0; position < 8; position++) {
        log.add("u" + user, "i" + liked.get(position), 1000L * position + user);
      }
    }
    return DatasetBuilder.of(log.build()).build();
  }

  @Test
  @DisplayName("learns by Bayesian personalised ranking which users and items belong together")
  void learns() {
    Dataset data = tastes();
    ModelDefinition definition =
        ModelDefinition.of(
            new MatrixFactorization().embeddingDim(16),
            new Scoring.Dot(),
            new Objective(
                new Targets.OnePerUser().window(1_000_000), new BayesianPersonalizedRanking()),
            data.users().size(),
            new float[data.items().size()]);
    TrainingConfig config =
        new TrainingConfig()
            .epochs(60)
            .batchSize(32)
            .averagedEpochs(0)
            .adam(adam -> adam.learningRate(0.02));
    TfTrainingEngine engine = new TfTrainingEngine();
    TrainedParameters trained =
        engine.train(
            new TrainingJob(
                definition, config, data.training(), null, TrainingListener.NONE, null, false));
    List<EpochReport> history = trained.history();
    assertThat(history.get(59).loss()).isLessThan(history.get(0).loss() / 2);
    double popularity = ndcg(PopularityRecommender.train(data.training()), data);
    try (Scorer scorer = engine.scorer(definition, trained)) {
      // Eight of a group's items are left, in random order: .49 at best.
      assertThat(ndcg(scorer, data)).isGreaterThan(0.4).isGreaterThan(3 * popularity);
    }
  }

  private static double ndcg(ScoringFunction scorer, Dataset data) {
    Evaluator evaluator = Evaluator.builder().protocols(Protocol.fullRanking()).threads(1).build();
    return evaluator.evaluate(scorer, data.test()).full().ndcg(10);
  }
}
