package io.hardgnn.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.data.IntervalScheme;
import io.hardgnn.encoder.Encoder;
import io.hardgnn.encoder.EncoderConfig;
import io.hardgnn.encoder.Gives;
import io.hardgnn.encoder.Normalization;
import io.hardgnn.encoder.gru4rec.Gru4Rec;
import io.hardgnn.encoder.layers.AttentionWeights;
import io.hardgnn.encoder.layers.PositionEncoding;
import io.hardgnn.encoder.lightgcn.LightGcn;
import io.hardgnn.encoder.mf.MatrixFactorization;
import io.hardgnn.encoder.ngcf.Ngcf;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.encoder.sasrec.SasRec;
import io.hardgnn.encoder.selfgnn.IntervalNorm;
import io.hardgnn.encoder.selfgnn.Recurrence;
import io.hardgnn.encoder.selfgnn.SelfGnn;
import io.hardgnn.encoder.selfgnn.SequenceMode;
import io.hardgnn.settings.Parts;
import io.hardgnn.settings.Violations;
import io.hardgnn.testkit.FlawedEncoder.Flaw;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The contract of encoders")
class EncoderContractTest {

  static Stream<Named<EncoderConfig>> kept() {
    ResidualGraph residual = new ResidualGraph().historyLength(9);
    SelfGnn selfGnn = new SelfGnn().history(h -> h.historyLength(9));
    return Stream.of(
        Named.of("residual graph", new ResidualGraph()),
        Named.of("residual graph without a graph", residual.graphLayers(0)),
        Named.of("residual graph of two layers", residual.graphLayers(2)),
        Named.of("residual graph without attention", residual.attentionLayers(0)),
        Named.of("residual graph that reads one item", residual.historyLength(1)),
        Named.of("residual graph with gates", residual.gated(true)),
        Named.of("residual graph with time gaps", residual.timeGaps(true)),
        Named.of("residual graph without positions", residual.positions(PositionEncoding.NONE)),
        Named.of(
            "residual graph with relative positions",
            residual.positions(PositionEncoding.RELATIVE)),
        Named.of(
            "residual graph with learned positions", residual.positions(PositionEncoding.LEARNED)),
        Named.of("self gnn", selfGnn),
        Named.of("self gnn of the paper", SelfGnn.paper()),
        Named.of(
            "self gnn, one interval, LSTM, joint norm",
            selfGnn
                .propagation(p -> p.intervals(1).normalization(Normalization.NONE))
                .fusion(f -> f.recurrence(Recurrence.LSTM).norm(IntervalNorm.JOINT))),
        Named.of(
            "self gnn, no recurrence, shared cell, no norm",
            selfGnn
                .propagation(p -> p.intervalScheme(IntervalScheme.EQUAL_WIDTH).layers(0))
                .fusion(
                    f -> f.recurrence(Recurrence.NONE).sharedCell(true).norm(IntervalNorm.NONE))),
        Named.of(
            "self gnn, collapsed sequence, activation, exponents",
            selfGnn
                .history(h -> h.mode(SequenceMode.COLLAPSED).activation(true))
                .attention(a -> a.weights(AttentionWeights.EXP_EPSILON))),
        Named.of("matrix factorisation", new MatrixFactorization()),
        Named.of("SASRec", new SasRec()),
        Named.of("SASRec without a block, of two heads", new SasRec().blocks(0).heads(2)),
        Named.of("GRU4Rec", new Gru4Rec()),
        Named.of("GRU4Rec of two layers", new Gru4Rec().layers(2).historyLength(4)),
        Named.of("LightGCN", new LightGcn()),
        Named.of("LightGCN without a layer", new LightGcn().layers(0)),
        Named.of("NGCF", new Ngcf()),
        Named.of("NGCF without a layer", new Ngcf().layers(0)),
        Named.of("an encoder of one's own", new FlawedEncoder(Flaw.NONE)));
  }

  @ParameterizedTest(name = "by {0}")
  @MethodSource("kept")
  @DisplayName("is kept")
  void isKept(EncoderConfig config) {
    EncoderContract.check(config);
  }

  @Test
  @DisplayName("is checked for every encoder that comes with the library")
  void everyEncoder() {
    Set<String> checked =
        kept().map(named -> named.getPayload().kind()).collect(Collectors.toSet());
    assertThat(checked).containsAll(Parts.of(EncoderConfig.class, List.of()).keySet());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          KIND_IN_CAPITALS | kind() is 'Flawed-Encoder'; it is written in lower case
          SIZE_IGNORED | embeddingDim(16).embeddingDim() is 8
          SIZE_RESETS_ANOTHER_SETTING | embeddingDim(int) changes more than the size
          ITEMS_TOO_WIDE | NodeEmbeddings.items is FLOAT [NI, 16]; FLOAT [NI, 8] is asked for
          INSTANCE_TOO_WIDE | SequenceEmbeddings.instance is FLOAT [B, 16]; FLOAT [B, 8] is asked for
          USERS_PROMISED | gives() promises USERS, but NodeEmbeddings.users is null
          USERS_UNPROMISED | gives() does not promise USERS, but NodeEmbeddings.users is there
          POSITIONS_PROMISED | gives() promises POSITIONS, but SequenceEmbeddings.positions is null
          POSITIONS_UNPROMISED | gives() does not promise POSITIONS, but SequenceEmbeddings.positions is there
          INTERVALS_PROMISED | userIntervals.propagated has 0 intervals; by gives() and graph() there are 2
          INPUT_OF_ITS_OWN | input 'price' is not fed
          OTHER_START_EACH_TIME | parameter 'item_embedding' starts from other values when made again
          OTHER_NAMES_EACH_TIME | equal settings declare other parameters
          WANTED_ITEMS_CENTRED | wanted items beside their rows of the table of all nodes
          CATALOGUE_UNSCALED | catalogue().embed(rows) beside their rows of the table of all nodes
          CATALOGUE_OF_ALL_SHIFTED | catalogue().embed(null) beside the table of all items
          PADDING_COUNTED | padding on the left changes a sequence of 2 items (instance)
          MASK_IGNORED | an item under the mask changes a sequence of 2 items (instance)
          EMPTY_HAS_BIAS | the instance of an empty sequence is not zero
          BATCH_CENTRED | a sequence of 4 items depends on the others of its batch (instance)
          FUTURE_SEEN | a position sees to its right: the item of position 1 changes an earlier one
          TABLE_IGNORED | sequences do not follow the item table that is handed over
          TABLE_REMEMBERED | a request, without graphs and without a first phase, throws
          HISTORIES_DIFFER | embedHistories beside the instance of embedSequences
          HISTORIES_DECLARE_MORE | embedHistories declares parameters [unused], embedSequences []
          USERS_CENTRED | combine makes a user depend on the others of the batch
          NOT_FINITE_UNDER_MASK | as its gradient would be NaN, throws java.lang.ArithmeticException: DIVIDE gives NaN
          STEP_AT_START | the slope of a loss along parameter 'threshold'
          NOTHING_TO_TRAIN | there is nothing to train
          """)
  @DisplayName("is broken, and the failure says how")
  void isBroken(Flaw flaw, String message) {
    assertThatThrownBy(() -> EncoderContract.check(new FlawedEncoder(flaw)))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("encoder '")
        .hasMessageContaining("breaks its contract")
        .hasMessageContaining(message);
  }

  @Test
  @DisplayName("names everything that is broken at once")
  void namesAll() {
    // What is wrong with a sum over padding shows in three ways.
    assertThatThrownBy(() -> EncoderContract.check(new FlawedEncoder(Flaw.MASK_IGNORED)))
        .hasMessageContaining("padding on the left")
        .hasMessageContaining("under the mask")
        .hasMessageContaining("empty sequence");
  }

  @Test
  @DisplayName("knows a flaw of every kind")
  void everyFlawIsTested() throws NoSuchMethodException {
    CsvSource rows =
        EncoderContractTest.class
            .getDeclaredMethod("isBroken", Flaw.class, String.class)
            .getAnnotation(CsvSource.class);
    Set<Flaw> tested =
        rows.textBlock()
            .lines()
            .map(line -> Flaw.valueOf(line.split("\\|")[0].strip()))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Flaw.class)));
    assertThat(EnumSet.complementOf(EnumSet.copyOf(tested))).containsExactly(Flaw.NONE);
  }

  record NoDefaults(int embeddingDim, int historyLength) implements Plain {
    @Override
    public EncoderConfig embeddingDim(int size) {
      return new NoDefaults(size, historyLength);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // the flaw
  record ArrayOfSizes(int embeddingDim, int historyLength, int[] sizes) implements Plain {
    public ArrayOfSizes() {
      this(8, 6, new int[] {1});
    }

    @Override
    public EncoderConfig embeddingDim(int size) {
      return new ArrayOfSizes(size, historyLength, sizes);
    }
  }

  record OutOfRange(int embeddingDim, int historyLength) implements Plain {
    public OutOfRange() {
      this(8, 6);
    }

    @Override
    public EncoderConfig embeddingDim(int size) {
      return new OutOfRange(size, historyLength);
    }

    @Override
    public void check(String path, Violations violations) {
      violations.atLeast(path + ".historyLength", historyLength, 50);
    }
  }

  static final class NoRecord implements Plain {
    public NoRecord() {}

    @Override
    public int embeddingDim() {
      return 8;
    }

    @Override
    public int historyLength() {
      return 6;
    }

    @Override
    public EncoderConfig embeddingDim(int size) {
      return this;
    }
  }

  /** Settings of {@link FlawedEncoder}'s encoder. */
  interface Plain extends EncoderConfig {
    @Override
    default String kind() {
      return "plain";
    }

    @Override
    default Set<Gives> gives() {
      return new FlawedEncoder(Flaw.NONE).gives();
    }

    @Override
    default Encoder encoder(int userCount, int itemCount) {
      return new FlawedEncoder(Flaw.NONE, embeddingDim(), historyLength())
          .encoder(userCount, itemCount);
    }
  }

  static Stream<Named<EncoderConfig>> settings() {
    return Stream.of(
        Named.of("has no public constructor without arguments", new NoDefaults(8, 6)),
        Named.of("settings come back from JSON changed", new ArrayOfSizes()),
        Named.of("encoder.historyLength", new OutOfRange()),
        Named.of("is no record, as settings are", new NoRecord()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("settings")
  @DisplayName("is broken by settings that are no value")
  void brokenSettings(EncoderConfig config) {
    String message =
        settings()
            .filter(n -> n.getPayload().getClass() == config.getClass())
            .findFirst()
            .orElseThrow()
            .getName();
    assertThatThrownBy(() -> EncoderContract.check(config))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(message);
  }
}
