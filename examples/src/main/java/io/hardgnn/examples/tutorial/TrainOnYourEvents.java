package io.hardgnn.examples.tutorial;

import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.baseline.ItemKnnRecommender;
import io.hardgnn.baseline.PopularityRecommender;
import io.hardgnn.baseline.TransitionRecommender;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.evaluation.EvaluationReport;
import io.hardgnn.evaluation.Evaluator;
import io.hardgnn.listener.ProgressListener;
import java.nio.file.Path;

/** Step 1: trains on a file of events, measures the model beside simple ones, and saves it. */
public final class TrainOnYourEvents {

  /** Takes the file of events and the folder of the model. */
  public static void main(String... args) {
    Path events = Path.of(args[0]);
    Path folder = Path.of(args[1]);

    Dataset dataset = DatasetBuilder.of(InteractionLog.read(events)).build();
    System.out.println(dataset.statistics());

    HardGNN hardGnn = HardGNN.builder().epochs(20).seed(42).build();

    try (HardGNNModel model = hardGnn.fit(dataset, ProgressListener.console())) {
      model.save(folder);

      Evaluator evaluator = Evaluator.builder().neverSample(dataset.all()).build();
      var transitions = TransitionRecommender.train(dataset.training());
      var itemKnn = ItemKnnRecommender.recent(dataset.training());
      var popularity = PopularityRecommender.train(dataset.training());
      EvaluationReport report =
          EvaluationReport.builder()
              .add("HardGNN", model.evaluate(dataset))
              .add("item transitions", evaluator.evaluate(transitions, dataset.test()))
              .add("item-kNN, last 5 items", evaluator.evaluate(itemKnn, dataset.test()))
              .add("popularity", evaluator.evaluate(popularity, dataset.test()))
              .build();
      System.out.println(report.toTable());
    }
  }
}
