package io.hardgnn.internal.store;

import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.data.Sequences;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.engine.Provenance;
import io.hardgnn.engine.TrainedParameters;

/**
 * All that a trained model is and that its directory holds.
 *
 * @param config settings
 * @param users ids of the users
 * @param items ids of the items
 * @param interactions all interactions that were known, held-out ones included
 * @param trained parameters, tables and history
 * @param provenance where it comes from
 */
public record ModelContents(
    HardGNNConfig config,
    Vocabulary users,
    Vocabulary items,
    Sequences interactions,
    TrainedParameters trained,
    Provenance provenance) {}
