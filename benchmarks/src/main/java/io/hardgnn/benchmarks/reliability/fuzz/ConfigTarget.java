package io.hardgnn.benchmarks.reliability.fuzz;

import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads the bytes as settings; those that are accepted have to survive writing and reading. */
final class ConfigTarget implements FuzzTarget {

  /** The presets. */
  @Override
  public List<byte[]> seeds() {
    return Presets.names().stream()
        .map(name -> Presets.byName(name).toJson().getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  @Override
  public void take(byte[] bytes) throws Exception {
    FuzzTarget.attempt(
        () -> {
          HardGNNConfig config = HardGNNConfig.fromJson(new String(bytes, StandardCharsets.UTF_8));
          String text = config.toJson();
          if (!HardGNNConfig.fromJson(text).equals(config)) {
            throw new IllegalStateException("written and read again they are others: " + text);
          }
        });
  }
}
