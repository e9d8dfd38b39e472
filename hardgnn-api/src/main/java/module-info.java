/** Data, model definition, evaluation and model files in plain Java; engines come as services. */
module io.hardgnn {
  requires com.fasterxml.jackson.databind;
  requires com.google.common;
  requires de.siegmar.fastcsv;
  requires transitive java.sql; // JDBC rows are one of the ways in
  requires static transitive org.jspecify;
  requires org.slf4j;

  // Every package of this module, but those named internal; ArchitectureTest compares.
  exports io.hardgnn;
  exports io.hardgnn.data;
  exports io.hardgnn.engine;
  exports io.hardgnn.evaluation;
  exports io.hardgnn.io;
  exports io.hardgnn.loss;
  exports io.hardgnn.model;
  exports io.hardgnn.ops;
  exports io.hardgnn.sampling;

  uses io.hardgnn.engine.TrainingEngine;

  opens io.hardgnn to
      com.fasterxml.jackson.databind; // records of the model's files that are not public
  opens io.hardgnn.io to
      com.fasterxml.jackson.databind; // the manifest, a record that is not public
}
