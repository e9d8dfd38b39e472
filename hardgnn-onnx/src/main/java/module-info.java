/** Export to ONNX and recommendations with ONNX Runtime. */
@SuppressWarnings("requires-automatic") // ONNX Runtime and Micrometer have fixed names only
module io.hardgnn.onnx {
  requires transitive io.hardgnn;
  requires static transitive org.jspecify;
  requires com.microsoft.onnxruntime;
  requires jdk.jfr;
  requires static micrometer.core; // for RecommenderMetrics alone
  requires org.slf4j;

  exports io.hardgnn.onnx;
  exports io.hardgnn.onnx.bundle;
  exports io.hardgnn.onnx.graph;
  exports io.hardgnn.onnx.runtime;

  opens io.hardgnn.onnx.files to
      com.fasterxml.jackson.databind; // the description of a bundle, a record that is not public
}
