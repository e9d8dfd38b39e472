package io.hardgnn.tf;

import io.hardgnn.data.HeldOut;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.Scorer;
import io.hardgnn.engine.TrainedParameters;
import io.hardgnn.error.Excerpt;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.tf.graph.TfGraph;
import io.hardgnn.tf.session.NativeMemory;
import io.hardgnn.tf.session.SessionSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A trained model opened for scoring in a {@link TfGraph} of its own. */
final class TfScorer implements Scorer {

  private final TfGraph graph;
  private final BlockScoring scoring;

  TfScorer(ModelDefinition definition, TrainedParameters trained, SessionSettings settings) {
    graph = TfGraph.create(settings, 0);
    try {
      scoring = new BlockScoring(graph, definition, new NodeTables(graph, definition));
      assign(graph, graph.parameters().parameterNames(), trained);
      float @Nullable [] users = trained.userTable() == null ? null : trained.userTable().floats();
      scoring.useTables(trained.itemTable().floats(), users);
    } catch (RuntimeException | Error e) {
      graph.close();
      throw e;
    }
  }

  /** Gives a graph the parameters that it needs, and no others, which it would only keep. */
  static void assign(TfGraph graph, List<String> needed, TrainedParameters trained) {
    for (String name : needed) {
      @Nullable HostTensor value = trained.parameters().get(name);
      if (value == null) { // it would start from random values
        throw new IllegalArgumentException(
            "the trained parameters lack '"
                + name
                + "', which the model needs; they are "
                + Excerpt.list(trained.parameters().keySet()));
      }
      graph.parameters().assign(name, value.floats());
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
