package io.hardgnn.internal.store;

import io.hardgnn.blend.Evidence;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.data.Sequences;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.engine.Provenance;
import io.hardgnn.engine.TrainedParameters;
import org.jspecify.annotations.Nullable;

/**
 * All that a trained model is and that its directory holds.
 *
 * @param config settings
 * @param users ids of the users
 * @param items ids of the items
 * @param interactions all interactions that were known, held-out ones included
 * @param trained parameters, tables and history
 * @param evidence what was counted of the training interactions, or null if the blend is off
 * @param provenance where it comes from
 */
public record ModelContents(
    HardGNNConfig config,
    Vocabulary users,
    Vocabulary items,
    Sequences interactions,
    TrainedParameters trained,
    @Nullable Evidence evidence,
    Provenance provenance) {}
