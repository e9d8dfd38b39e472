package io.hardgnn;

import io.hardgnn.loss.Objective;
import io.hardgnn.loss.ObjectiveConfig;
import io.hardgnn.model.ModelConfig;

/** Makes an application's own objective in place of the configured one. */
@FunctionalInterface
public interface ObjectiveFactory {

  /**
   * Makes an objective.
   *
   * @param objective the settings; they also say which negatives and targets a step is fed, see {@link
   *     io.hardgnn.loss.StepInputs}
   * @param model the settings of the model
   * @param itemCount number of items
   */
  Objective create(ObjectiveConfig objective, ModelConfig model, int itemCount);
}
