package io.hardgnn.internal.store;

import io.hardgnn.engine.ModelDefinition;

/**
 * A model as it was read, with its parts checked against each other.
 *
 * @param contents what its files hold
 * @param definition what an engine or an exporter writes into its graph
 */
public record StoredModel(ModelContents contents, ModelDefinition definition) {}
