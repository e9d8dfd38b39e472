package io.hardgnn.testkit.golden;

import io.hardgnn.data.IntervalScheme;
import io.hardgnn.encoder.Normalization;
import io.hardgnn.encoder.layers.AttentionConfig;
import io.hardgnn.encoder.layers.AttentionWeights;
import io.hardgnn.encoder.selfgnn.GraphConfig;
import io.hardgnn.encoder.selfgnn.IntervalConfig;
import io.hardgnn.encoder.selfgnn.IntervalNorm;
import io.hardgnn.encoder.selfgnn.Readout;
import io.hardgnn.encoder.selfgnn.Recurrence;
import io.hardgnn.encoder.selfgnn.SelfGnn;
import io.hardgnn.encoder.selfgnn.SequenceConfig;
import io.hardgnn.encoder.selfgnn.SequenceMode;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.scoring.Scoring;
import java.util.Arrays;
import java.util.Locale;

/** A golden case's settings in the library's own terms. */
public final class GoldenModel {

  private GoldenModel() {}

  /** Returns the model and the objective that a case describes. */
  public static ModelDefinition definition(GoldenCase golden) {
    return ModelDefinition.of(
        model(golden),
        new Scoring.Dot(is(golden, "score_scale", "rsqrt_d", "none")),
        GoldenObjective.of(golden),
        golden.integer("U"),
        new float[golden.integer("V")]);
  }

  /** Returns the settings of the encoder. */
  public static SelfGnn model(GoldenCase golden) {
    only(golden, "layer_sum", "true");
    only(golden, "rnn_residual", "false");
    only(golden, "intv_readout", "mean");
    return new SelfGnn(
        golden.integer("d"),
        new GraphConfig(
            golden.integer("T"),
            IntervalScheme.EQUAL_WIDTH,
            golden.integer("L"),
            is(golden, "agg_norm", "sym", "none") ? Normalization.SYMMETRIC : Normalization.NONE,
            golden.number("leaky"),
            golden.flag("table_per_interval"),
            false),
        new IntervalConfig(
            setting(golden, "rnn", Recurrence.values()),
            golden.flag("rnn_shared"),
            setting(golden, "ln_intv", IntervalNorm.values()),
            0),
        new SequenceConfig(
            golden.integer("M"),
            golden.integer("La"),
            is(golden, "seq", "tokens", "collapsed") ? SequenceMode.TOKENS : SequenceMode.COLLAPSED,
            is(golden, "ln_seq", "feature", "none"),
            is(golden, "seq_readout", "mean", "sum") ? Readout.MEAN : Readout.SUM,
            golden.flag("inst_act")),
        new AttentionConfig(
            golden.integer("heads"),
            golden.flag("attn_bias"),
            golden.flag("attn_out"),
            is(golden, "attn_norm", "softmax", "expeps")
                ? AttentionWeights.SOFTMAX
                : AttentionWeights.EXP_EPSILON),
        golden.number("ln_eps"));
  }

  /** Returns whether a setting has the one value or, failing neither, the other. */
  static boolean is(GoldenCase golden, String setting, String yes, String no) {
    String value = golden.text(setting);
    if (!value.equals(yes) && !value.equals(no)) {
      throw new IllegalArgumentException(
          golden + ": " + setting + " is " + value + ", not " + yes + " or " + no);
    }
    return value.equals(yes);
  }

  /** Returns the constant that a setting names in lower case. */
  private static <E extends Enum<E>> E setting(GoldenCase golden, String setting, E[] values) {
    String value = golden.text(setting);
    return Arrays.stream(values)
        .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    golden
                        + ": "
                        + setting
                        + " is "
                        + value
                        + ", not one of "
                        + Arrays.toString(values).toLowerCase(Locale.ROOT)));
  }

  /** Fails for a value that the library has no setting for; the files so far all have the one. */
  private static void only(GoldenCase golden, String setting, String supported) {
    if (golden.config().has(setting) && !golden.text(setting).equals(supported)) {
      throw new IllegalArgumentException(
          golden + ": " + setting + " is " + golden.text(setting) + ", supported is " + supported);
    }
  }
}
