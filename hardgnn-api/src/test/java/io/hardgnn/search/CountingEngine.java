package io.hardgnn.search;

import io.hardgnn.PlainEngine;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.NonFiniteLossException;
import io.hardgnn.engine.Scorer;
import io.hardgnn.engine.TrainedParameters;
import io.hardgnn.engine.TrainingEngine;
import io.hardgnn.engine.TrainingJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Notes what is trained, and stops as told. */
final class CountingEngine implements TrainingEngine {
  private final PlainEngine plain = new PlainEngine();
  final List<TrainingJob> jobs = new ArrayList<>();
  int stopAt = Integer.MAX_VALUE;
  int failAt = Integer.MAX_VALUE;
  boolean alwaysFails;

  @Override
  public String name() {
    return plain.name();
  }

  @Override
  public TrainedParameters train(TrainingJob job) {
    if (jobs.size() == stopAt) {
      throw new IllegalStateException("a power cut");
    }
    jobs.add(job);
    boolean unused = job.stopWhen().getAsBoolean(); // asked after every step
    if (alwaysFails || jobs.size() == failAt) {
      throw new NonFiniteLossException(1, 2, "total", Map.of("total", Double.NaN), "");
    }
    return plain.train(job);
  }

  @Override
  public Scorer scorer(ModelDefinition definition, TrainedParameters parameters) {
    return plain.scorer(definition, parameters);
  }
}
