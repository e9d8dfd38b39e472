package io.hardgnn.testkit;

import io.hardgnn.encoder.EncoderConfig;

/**
 * What every encoder has to keep, checked on a tiny data set in plain Java: one call in a test of
 * an encoder of your own.
 *
 * <pre>{@code
 * EncoderContract.check(new ResidualGraph().graphLayers(2)); // or an encoder of your own
 * }</pre>
 *
 * <p>It checks that
 *
 * <ul>
 *   <li>the settings are a record with defaults, are valid, come back from JSON as they were, and
 *   change their size alone by {@link EncoderConfig#embeddingDim(int)};
 *   <li>everything has the shape it should, and is there or not as {@link EncoderConfig#gives()}
 *   says;
 *   <li>settings and numbers of users and items give the same parameters, and the same bits, each
 *   time;
 *   <li>wanted nodes and {@link io.hardgnn.encoder.NodeEmbeddings#catalogue} agree with the tables
 *   of all nodes;
 *   <li>sequences are embedded with the item table they are handed and nothing that only training
 *   has, each independently of the others of its batch; padding on the left changes nothing, an
 *   empty sequence gives zeros;
 *   <li>{@link io.hardgnn.encoder.Encoder#embedHistories} is the instance of
 *   {@link io.hardgnn.encoder.Encoder#embedSequences}, with the same parameters in the same order,
 *   and {@link io.hardgnn.encoder.Encoder#combine} takes users one by one;
 *   <li>a position ({@link io.hardgnn.encoder.Gives#POSITIONS}) sees nothing to its right;
 *   <li>no value on the way is NaN or infinite, for nodes without edges and empty histories too,
 *   where a gradient would be NaN even if the value is thrown away; and slopes along every
 *   parameter are finite and the same over two distances.
 * </ul>
 *
 * <p>It is computed with initial parameters and with moved ones, so that a zero at the start hides
 * nothing. Dropout is off. What an engine makes of the gradient is not seen here: that is a matter
 * of the engine's own tests, and of training with it.
 */
public final class EncoderContract {

  private EncoderContract() {}

  /**
   * Checks an encoder, at the first {@link EncoderConfig#embeddingDim()} of 8, 16, 32, … that
   * its settings admit. Takes some seconds where histories are long; deterministic.
   *
   * @param config the settings
   * @throws AssertionError if the encoder breaks its contract; the message names all that is broken
   */
  public static void check(EncoderConfig config) {
    Findings findings = new Findings(config.kind());
    new SettingsContract(config, findings).check();
    findings.throwIfAny();
    TinyModel model = TinyModel.of(config);
    new ShapeContract(model, findings).check();
    findings.throwIfAny(); // values of another shape cannot be compared
    new ParameterContract(model, findings).check();
    new NodeContract(model, findings).check();
    new SequenceContract(model, findings).check();
    new GradientContract(model, findings).check();
    findings.throwIfAny();
  }
}
