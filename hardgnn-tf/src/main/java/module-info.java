/** The training engine on TensorFlow Java; {@code io.hardgnn} finds it as a service. */
@SuppressWarnings("requires-transitive-automatic")
module io.hardgnn.tf {
  requires transitive io.hardgnn;
  requires static transitive org.jspecify;
  requires transitive tensorflow; // its operands, sessions and tensors are in what TfOps and
  // TfGraph offer
  requires org.bytedeco.javacpp;
  requires org.slf4j;

  exports io.hardgnn.tf;

  opens io.hardgnn.tf to
      com.fasterxml.jackson.databind; // the state of a checkpoint, a record that is not public

  provides io.hardgnn.engine.TrainingEngine with
      io.hardgnn.tf.TfTrainingEngine;
}
