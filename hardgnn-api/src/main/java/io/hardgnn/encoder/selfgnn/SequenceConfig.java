package io.hardgnn.encoder.selfgnn;

import io.hardgnn.settings.Violations;

/**
 * Settings of the attention over the sequence of {@link SelfGnnEncoder} (paper eq. 6-8).
 *
 * @param historyLength most recent interactions that are read, {@code M}, 1 to 1024; default 100
 * @param layers attention layers, 0 to 8; default 2
 * @param mode what the attention sees; default {@link SequenceMode#TOKENS}
 * @param layerNorm whether each layer normalises its input; default true
 * @param readout how positions become one vector; default {@link Readout#MEAN}; without effect
 *     under {@link SequenceMode#COLLAPSED}, which leaves one
 * @param activation whether the embedding of the sequence passes LeakyReLU before it is added to
 *     that of the intervals, as in the authors' programs; default false
 */
public record SequenceConfig(
    int historyLength,
    int layers,
    SequenceMode mode,
    boolean layerNorm,
    Readout readout,
    boolean activation) {

  /** Creates the defaults. */
  public SequenceConfig() {
    this(100, 2, SequenceMode.TOKENS, true, Readout.MEAN, false);
  }

  /** Checks the ranges; {@code path} is the place in JSON. */
  public void check(String path, Violations violations) {
    violations.whole(path + ".historyLength", historyLength, 1, 1024);
    violations.whole(path + ".layers", layers, 0, 8);
  }

  /** Returns these settings with another length of the history. */
  public SequenceConfig historyLength(int value) {
    return new SequenceConfig(value, layers, mode, layerNorm, readout, activation);
  }

  /** Returns these settings with another number of attention layers. */
  public SequenceConfig layers(int value) {
    return new SequenceConfig(historyLength, value, mode, layerNorm, readout, activation);
  }

  /** Returns these settings with attention over something else. */
  public SequenceConfig mode(SequenceMode value) {
    return new SequenceConfig(historyLength, layers, value, layerNorm, readout, activation);
  }

  /** Returns these settings with or without layer normalisation. */
  public SequenceConfig layerNorm(boolean value) {
    return new SequenceConfig(historyLength, layers, mode, value, readout, activation);
  }

  /** Returns these settings with another readout. */
  public SequenceConfig readout(Readout value) {
    return new SequenceConfig(historyLength, layers, mode, layerNorm, value, activation);
  }

  /** Returns these settings with or without the activation. */
  public SequenceConfig activation(boolean value) {
    return new SequenceConfig(historyLength, layers, mode, layerNorm, readout, value);
  }
}
