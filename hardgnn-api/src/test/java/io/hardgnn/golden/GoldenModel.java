package io.hardgnn.golden;

import io.hardgnn.data.IntervalScheme;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.loss.ContrastiveNegatives;
import io.hardgnn.loss.L2Scope;
import io.hardgnn.loss.ObjectiveConfig;
import io.hardgnn.loss.RecommendationLossKind;
import io.hardgnn.loss.TargetMode;
import io.hardgnn.model.AttentionConfig;
import io.hardgnn.model.AttentionWeights;
import io.hardgnn.model.EncoderKind;
import io.hardgnn.model.GraphConfig;
import io.hardgnn.model.IntervalConfig;
import io.hardgnn.model.IntervalNorm;
import io.hardgnn.model.ModelConfig;
import io.hardgnn.model.Normalization;
import io.hardgnn.model.Readout;
import io.hardgnn.model.Recurrence;
import io.hardgnn.model.ScoringConfig;
import io.hardgnn.model.SequenceConfig;
import io.hardgnn.model.SequenceMode;
import io.hardgnn.model.Similarity;
import java.util.Arrays;
import java.util.Locale;

/** A golden case's settings in the library's own terms. */
public final class GoldenModel {

  private GoldenModel() {}

  /** Returns the model and the objective that a case describes. */
  public static ModelDefinition definition(GoldenCase golden) {
    ModelDefinition definition =
        ModelDefinition.of(
            model(golden), objective(golden), golden.integer("U"), new float[golden.integer("V")]);
    return definition.objective().losses().size() == 4
        ? definition
        : definition.withObjective(GoldenObjective.withEveryTerm(golden, definition.objective()));
  }

  /** Returns the settings of the model. */
  public static ModelConfig model(GoldenCase golden) {
    only(golden, "layer_sum", "true");
    only(golden, "rnn_residual", "false");
    only(golden, "intv_readout", "mean");
    return new ModelConfig(
        EncoderKind.SELF_GNN,
        golden.integer("d"),
        golden.number("ln_eps"),
        new GraphConfig(
            golden.integer("T"),
            IntervalScheme.EQUAL_WIDTH,
            golden.integer("L"),
            is(golden, "agg_norm", "sym", "none") ? Normalization.SYMMETRIC : Normalization.NONE,
            golden.number("leaky"),
            golden.flag("table_per_interval")),
        new IntervalConfig(
            setting(golden, "rnn", Recurrence.values()),
            golden.flag("rnn_shared"),
            setting(golden, "ln_intv", IntervalNorm.values()),
            0),
        new AttentionConfig(
            golden.integer("heads"),
            golden.flag("attn_bias"),
            golden.flag("attn_out"),
            is(golden, "attn_norm", "softmax", "expeps")
                ? AttentionWeights.SOFTMAX
                : AttentionWeights.EXP_EPSILON),
        new SequenceConfig(
            golden.integer("M"),
            golden.integer("M"),
            golden.integer("La"),
            is(golden, "seq", "tokens", "collapsed") ? SequenceMode.TOKENS : SequenceMode.COLLAPSED,
            is(golden, "ln_seq", "feature", "none"),
            is(golden, "seq_readout", "mean", "sum") ? Readout.MEAN : Readout.SUM,
            0),
        new ScoringConfig(
            Similarity.DOT,
            1,
            is(golden, "score_scale", "rsqrt_d", "none"),
            golden.flag("inst_act")));
  }

  private static ObjectiveConfig objective(GoldenCase golden) {
    int[] shared = golden.inputs().nce().sharedNeg();
    return new ObjectiveConfig(
        TargetMode.ONE_PER_USER,
        1,
        false,
        is(golden, "rec", "bce", "hinge")
            ? RecommendationLossKind.BCE
            : RecommendationLossKind.HINGE,
        shared == null || shared.length == 0 ? 1 : shared.length,
        golden.number("beta"),
        1,
        golden.integer("ssldim"),
        golden.number("reg"),
        is(golden, "reg_scope", "all", "tables") ? L2Scope.ALL : L2Scope.TABLES,
        golden.integer("K"),
        golden.number("lam"),
        golden.number("tau"),
        is(golden, "nce", "own", "shared")
            ? ContrastiveNegatives.HARDEST
            : ContrastiveNegatives.SHARED_RANDOM,
        0,
        0);
  }

  /** Returns whether a setting has the one value or, failing neither, the other. */
  private static boolean is(GoldenCase golden, String setting, String yes, String no) {
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
