package io.hardgnn.tf;

import io.hardgnn.data.Sequences;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.TrainingJob;
import io.hardgnn.io.Checksums;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;

/**
 * Tells whether two runs have the same data and settings, the number of epochs and the patience
 * left aside, and an encoder and a sampler of random negatives of the same classes.
 */
final class RunFingerprint {

  private RunFingerprint() {}

  /** Returns a SHA-256 in hexadecimal. */
  static String of(TrainingJob job) {
    Sequences sequences = job.data().sequences();
    long hash = 1125899906842597L;
    for (int user = 0; user < sequences.userCount(); user++) {
      hash = hash * 31 + sequences.length(user);
    }
    for (int position = 0; position < sequences.size(); position++) {
      hash = hash * 31 + sequences.item(position);
      hash = hash * 31 + sequences.timestamp(position);
    }
    ModelDefinition definition = job.definition();
    String settings =
        String.join(
            " ",
            Integer.toString(definition.userCount()),
            Integer.toString(definition.itemCount()),
            definition.encoderConfig().toString(),
            definition.scoring().toString(),
            definition.objective().toString(),
            // How long a run goes on does not change what it has learned so far.
            job.config().epochs(1).stopping(stopping -> stopping.patience(0)).toString(),
            name(definition.encoder()),
            name(definition.candidateSampler(sequences)));
    return Checksums.sha256((settings + " " + hash).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns the name of a class, or the same word for all whose name another process would not give
   * them.
   */
  private static String name(Object instance) {
    Class<?> type = instance.getClass();
    return type.isHidden() || Proxy.isProxyClass(type) ? "own" : type.getName();
  }
}
