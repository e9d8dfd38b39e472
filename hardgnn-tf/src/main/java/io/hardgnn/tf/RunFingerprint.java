package io.hardgnn.tf;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.hardgnn.data.Sequences;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.TrainingConfig;
import io.hardgnn.engine.TrainingJob;
import io.hardgnn.engine.Validation;
import io.hardgnn.io.Json;
import io.hardgnn.ops.HostTensor;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells whether two runs have the same data, validation and settings, the number of epochs and the
 * patience left aside, an encoder and a sampler of random negatives of the same classes, and
 * parameters that start from the same values.
 */
final class RunFingerprint {

  /** Raised where the batches of the same settings become others. */
  private static final int BATCHES = 2;

  private RunFingerprint() {}

  /**
   * Returns a SHA-256 in hexadecimal.
   *
   * @throws IllegalArgumentException if a part of the settings cannot be written as JSON
   */
  static String of(TrainingJob job) {
    ModelDefinition definition = job.definition();
    Sequences sequences = job.data().sequences();
    Hasher hasher = Hashing.sha256().newHasher();
    List.of(
            Json.line(definition.encoderConfig()),
            Json.line(definition.scoring()),
            Json.line(definition.objective()),
            Json.line(withoutLength(job.config())),
            name(definition.encoder()),
            name(definition.candidateSampler(sequences)))
        .forEach(line -> hasher.putString(line + "\n", StandardCharsets.UTF_8));
    hasher.putInt(BATCHES).putInt(definition.itemCount()).putInt(sequences.userCount());
    for (int user = 0; user < sequences.userCount(); user++) {
      hasher.putInt(sequences.length(user));
    }
    for (int position = 0; position < sequences.size(); position++) {
      hasher.putInt(sequences.item(position)).putLong(sequences.timestamp(position));
    }
    Validation validation = job.validation();
    if (validation != null) {
      hasher.putString("validation " + validation.fingerprint() + "\n", StandardCharsets.UTF_8);
    }
    putStart(hasher, job.start());
    return hasher.hash().toString();
  }

  /** A run that starts all parameters afresh adds nothing. */
  private static void putStart(Hasher hasher, Map<String, HostTensor> start) {
    for (Map.Entry<String, HostTensor> parameter : new TreeMap<>(start).entrySet()) {
      hasher.putString("start " + parameter.getKey() + "\n", StandardCharsets.UTF_8);
      for (float value : parameter.getValue().floats()) {
        hasher.putInt(Float.floatToIntBits(value));
      }
    }
  }

  /** How long a run goes on does not change what it has learned so far. */
  private static TrainingConfig withoutLength(TrainingConfig config) {
    return config.epochs(1).stopping(stopping -> stopping.patience(0));
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
