/** The training engine on TensorFlow Java; {@code io.hardgnn} finds it as a service. */
@SuppressWarnings("requires-transitive-automatic")
module io.hardgnn.tf {
  requires transitive io.hardgnn;
  requires static transitive org.jspecify;
  requires com.google.common;
  requires java.management;
  requires jdk.management;
  requires tensorflow;
  requires org.bytedeco.javacpp;
  requires org.slf4j;

  exports io.hardgnn.tf;
  exports io.hardgnn.tf.session;

  opens io.hardgnn.tf to
      com.fasterxml.jackson.databind; // the state of a checkpoint, a record that is not public

  provides io.hardgnn.engine.TrainingEngine with
      io.hardgnn.tf.TfTrainingEngine;
}
