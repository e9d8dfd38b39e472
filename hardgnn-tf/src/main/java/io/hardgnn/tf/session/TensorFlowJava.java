package io.hardgnn.tf.session;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.tensorflow.TensorFlow;

/**
 * Name and version of TensorFlow's Java artifact, told without loading its native library.
 * Thread-safe.
 */
public final class TensorFlowJava {

  private static final String NAME = "TensorFlow Java";
  private static final String PROPERTIES =
      "/META-INF/maven/org.tensorflow/tensorflow-core-api/pom.properties";

  private TensorFlowJava() {}

  /**
   * Returns such as {@code TensorFlow Java 1.1.0}; without the version where its jar was repackaged
   * and does not tell.
   */
  public static String nameAndVersion() {
    return nameAndVersion(PROPERTIES);
  }

  public static String nameAndVersion(String resource) {
    // Naming the class does not initialise it, which is what would load the library.
    try (@Nullable InputStream in = TensorFlow.class.getResourceAsStream(resource)) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      @Nullable String version = properties.getProperty("version");
      return version == null ? NAME : NAME + " " + version;
    } catch (IOException | IllegalArgumentException e) {
      return NAME; // a name for logs is not worth a run
    }
  }
}
