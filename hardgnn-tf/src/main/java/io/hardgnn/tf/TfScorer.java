package io.hardgnn.tf;

import io.hardgnn.data.HeldOut;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.Scorer;
import io.hardgnn.engine.TrainedParameters;
import io.hardgnn.error.Excerpt;
import io.hardgnn.tf.graph.TfGraph;
import io.hardgnn.tf.session.NativeMemory;
import io.hardgnn.tf.session.SessionSettings;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A trained model opened for scoring in a {@link TfGraph} of its own. */
final class TfScorer implements Scorer {

  private final TfGraph graph;
  private final BlockScoring scoring;

  TfScorer(ModelDefinition definition, TrainedParameters trained, SessionSettings settings) {
    graph = TfGraph.create(settings, 0);
    try {
      trained
          .parameters()
          .forEach((name, values) -> graph.parameters().assign(name, values.floats()));
      scoring = new BlockScoring(graph, definition, new NodeTables(graph, definition));
      requireAll(graph.parameters().parameterNames(), trained.parameters().keySet());
      float @Nullable [] users = trained.userTable() == null ? null : trained.userTable().floats();
      scoring.useTables(trained.itemTable().floats(), users);
    } catch (RuntimeException | Error e) {
      graph.close();
      throw e;
    }
  }

  /** A parameter that is not given would start from random values. */
  static void requireAll(List<String> needed, Set<String> given) {
    for (String name : needed) {
      if (!given.contains(name)) {
        throw new IllegalArgumentException(
            "the trained parameters lack '"
                + name
                + "', which the model needs; they are "
                + Excerpt.list(given));
      }
    }
  }

  @Override
  public int itemCount() {
    return scoring.itemCount();
  }

  @Override
  public void score(HeldOut heldOut, int[] users, int count, float[] scores) {
    NativeMemory.within(
        () -> {
          scoring.score(heldOut, users, count, scores);
          return scores;
        });
  }

  @Override
  public boolean isThreadSafe() {
    return scoring.isThreadSafe();
  }

  @Override
  public void close() {
    graph.close();
  }
}
