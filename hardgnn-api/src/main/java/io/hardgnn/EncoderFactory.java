package io.hardgnn;

import io.hardgnn.model.Encoder;
import io.hardgnn.model.ModelConfig;

/** Makes an application's own encoder for a dataset's size; the same arguments must give the same parameters. */
@FunctionalInterface
public interface EncoderFactory {

  /**
   * Makes an encoder.
   *
   * @param model the settings; {@link ModelConfig#encoder()} says which graphs the encoder is handed
   * @param userCount number of users
   * @param itemCount number of items
   */
  Encoder create(ModelConfig model, int userCount, int itemCount);
}
