package io.hardgnn.tf;

import io.hardgnn.data.HeldOut;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.Scorer;
import io.hardgnn.engine.TrainedParameters;
import org.jspecify.annotations.Nullable;

/** A trained model opened for scoring in a {@link TfGraph} of its own. */
final class TfScorer implements Scorer {

  private final TfGraph graph;
  private final TfScoring scoring;

  TfScorer(ModelDefinition definition, TrainedParameters trained) {
    graph = TfGraph.create(SessionSettings.defaults(), 0);
    try {
      trained.parameters().forEach((name, values) -> graph.parameters().assign(name, values.floats()));
      scoring = new TfScoring(graph, definition);
      float @Nullable [] users = trained.userTable() == null ? null : trained.userTable().floats();
      scoring.useTables(trained.itemTable().floats(), users);
    } catch (RuntimeException e) {
      graph.close();
      throw e;
    }
  }

  @Override
  public int itemCount() {
    return scoring.itemCount();
  }

  @Override
  public void score(HeldOut heldOut, int[] users, int count, float[] scores) {
    scoring.score(heldOut, users, count, scores);
  }

  @Override
  public void close() {
    graph.close();
  }
}
