package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.hardgnn.batch.BatchSource;
import io.hardgnn.encoder.BipartiteGraph;
import io.hardgnn.encoder.Encoder;
import io.hardgnn.encoder.EncoderConfig;
import io.hardgnn.encoder.Gives;
import io.hardgnn.encoder.IntervalEmbeddings;
import io.hardgnn.encoder.NodeEmbeddings;
import io.hardgnn.encoder.Nodes;
import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.encoder.SequenceEmbeddings;
import io.hardgnn.engine.EpochReport;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.NonFiniteLossException;
import io.hardgnn.engine.TestModel;
import io.hardgnn.engine.TestModel.Similarity;
import io.hardgnn.engine.TestModel.TargetMode;
import io.hardgnn.engine.TrainedParameters;
import io.hardgnn.engine.TrainingException;
import io.hardgnn.engine.TrainingJob;
import io.hardgnn.engine.TrainingListener;
import io.hardgnn.engine.Validation;
import io.hardgnn.evaluation.ScoringFunction;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.loss.Loss;
import io.hardgnn.negatives.CandidateSampler;
import io.hardgnn.negatives.CandidateSamplerFactory;
import io.hardgnn.negatives.UniformSampler;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.step.ForwardPass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A training run")
class TrainingRunTest extends TrainingTestBase {

  @TempDir Path folder;

  @AfterEach
  void noThreadIsLeft() {
    assertThat(feederIsAlive()).as("a thread that builds batches is alive").isFalse();
  }

  /** Writes down every event. */
  private static class Recorder implements TrainingListener {
    final List<String> events = new ArrayList<>();
    final List<EpochReport> reports = new ArrayList<>();

    @Override
    public void onStart(int epochs, int stepsPerEpoch, int firstEpoch) {
      events.add("start " + epochs + " " + stepsPerEpoch + " " + firstEpoch);
    }

    @Override
    public void onStep(int epoch, int step, double loss) {
      assertThat(loss).isFinite().isPositive();
      events.add("step " + epoch + "." + step);
    }

    @Override
    public void onEpoch(EpochReport report) {
      reports.add(report);
      events.add("epoch " + report.epoch());
    }

    @Override
    public void onEnd(int bestEpoch) {
      events.add("end " + bestEpoch);
    }
  }

  /** Returns scripted scores one after the other, and the item tables that were current. */
  private static Validation scripted(double... scores) {
    int[] next = {0};
    return scorer -> Map.of("HR@10", 0.5, Validation.CHOICE, scores[next[0]++]);
  }

  @Test
  @DisplayName(
      "tells its listener of start, steps, epochs and end, in order, and what an epoch was like")
  void events() {
    TestModel model = TestModel.light();
    model.hardNegatives = 3; // a second term to tell of
    model.epochs = 2;
    model.batchSize = 100;
    Recorder recorder = new Recorder();
    Recorder second = new Recorder();
    TrainedParameters trained =
        ENGINE.train(
            job(model, onValidation(), TrainingListener.all(recorder, second), null, false));
    assertThat(recorder.events)
        .containsExactly(
            "start 2 2 1",
            "step 1.1",
            "step 1.2",
            "epoch 1",
            "step 2.1",
            "step 2.2",
            "epoch 2",
            "end " + trained.bestEpoch());
    assertThat(second.events).isEqualTo(recorder.events);
    assertThat(trained.history()).isEqualTo(recorder.reports);
    EpochReport report = recorder.reports.get(0);
    assertThat(report.steps()).isEqualTo(2);
    assertThat(report.terms()).containsOnlyKeys("softmax", "info_nce");
    assertThat(report.loss())
        .isCloseTo(
            report.terms().get("softmax") + 0.1 * report.terms().get("info_nce"), within(1e-4));
    assertThat(report.validation()).containsKeys("HR@10", "NDCG@10", "MRR");
    assertThat(report.learningRate()).isEqualTo(0.01);
    assertThat(report.best()).isTrue();
    assertThat(report.trainSeconds()).isPositive();
    assertThat(report.waitSeconds()).isBetween(0.0, report.trainSeconds());
    assertThat(report.validationSeconds()).isPositive();
  }

  @Test
  @DisplayName(
      "gives back the parameters of the epoch that validation liked best, the first of equals")
  void bestEpoch() {
    TestModel model = TestModel.light();
    model.epochs = 2;
    TrainedParameters two = ENGINE.train(job(model));
    model.epochs = 4;
    TrainedParameters four =
        ENGINE.train(job(model, scripted(0.1, 0.3, 0.3, 0.2), TrainingListener.NONE, null, false));
    assertThat(four.bestEpoch()).isEqualTo(2);
    assertThat(four.history())
        .extracting(EpochReport::best)
        .containsExactly(true, true, false, false);
    assertThat(four.itemTable().floats()).isEqualTo(two.itemTable().floats());
    two.parameters()
        .forEach(
            (name, tensor) ->
                assertThat(four.parameters().get(name).floats())
                    .as(name)
                    .isEqualTo(tensor.floats()));
  }

  @Test
  @DisplayName("stops when validation has not improved for as many evaluations as patience allows")
  void earlyStopping() {
    TestModel model = TestModel.light();
    model.epochs = 10;
    model.patience = 2;
    Recorder recorder = new Recorder();
    TrainedParameters trained =
        ENGINE.train(job(model, scripted(0.1, 0.2, 0.15, 0.2), recorder, null, false));
    assertThat(trained.history()).hasSize(4);
    assertThat(trained.bestEpoch()).isEqualTo(2);
    assertThat(recorder.events).endsWith("epoch 4", "end 2");
  }

  @Test
  @DisplayName("does not lose patience before the last loss has joined")
  void lateLoss() {
    TestModel model = TestModel.light();
    model.epochs = 10;
    model.patience = 1;
    model.hardNegatives = 2;
    model.warmupEpochs = 3;
    TrainedParameters trained =
        ENGINE.train(job(model, scripted(0.2, 0.1, 0.1, 0.1), TrainingListener.NONE, null, false));
    assertThat(trained.history()).hasSize(4);
    assertThat(trained.bestEpoch()).isEqualTo(1);
  }

  @Test
  @DisplayName("validates every so many epochs and after the last")
  void evaluateEvery() {
    TestModel model = TestModel.light();
    model.epochs = 5;
    model.evaluateEvery = 2;
    TrainedParameters trained =
        ENGINE.train(job(model, scripted(0.3, 0.2, 0.1), TrainingListener.NONE, null, false));
    assertThat(trained.history())
        .extracting(epoch -> epoch.validation().size())
        .containsExactly(0, 2, 0, 2, 2);
    assertThat(trained.bestEpoch()).isEqualTo(2);
  }

  @Test
  @DisplayName("refuses a validation without the metric that it chooses by")
  void noChoice() {
    TestModel model = TestModel.light();
    for (Map<String, Double> metrics :
        List.of(Map.of("HR@10", 0.1), Map.of("NDCG@10", Double.NaN))) {
      assertThatThrownBy(
              () -> ENGINE.train(job(model, scorer -> metrics, TrainingListener.NONE, null, false)))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("NDCG@10")
          .hasMessageContaining(metrics.toString());
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"onStart", "onStep", "onEpoch", "onEnd"})
  @DisplayName("frees what it holds and rethrows what a listener throws")
  void listenerThrows(String where) {
    IllegalStateException boom = new IllegalStateException("boom");
    TrainingListener listener =
        new TrainingListener() {
          private void event(String name) {
            if (name.equals(where)) {
              throw boom;
            }
          }

          @Override
          public void onStart(int epochs, int stepsPerEpoch, int firstEpoch) {
            event("onStart");
          }

          @Override
          public void onStep(int epoch, int step, double loss) {
            event("onStep");
          }

          @Override
          public void onEpoch(EpochReport report) {
            event("onEpoch");
          }

          @Override
          public void onEnd(int bestEpoch) {
            event("onEnd");
          }
        };
    TestModel model = TestModel.light();
    model.epochs = 1;
    model.batchSize = 8;
    assertThatThrownBy(() -> ENGINE.train(job(model, null, listener, null, false))).isSameAs(boom);
  }

  @Test
  @DisplayName(
      "frees what it holds and rethrows what validation throws, errors too; its scorer is closed then")
  void validationThrows() {
    TestModel model = TestModel.light();
    AssertionError boom = new AssertionError("boom");
    AtomicReference<ScoringFunction> lent = new AtomicReference<>();
    Validation validation =
        scorer -> {
          lent.set(scorer);
          throw boom;
        };
    assertThatThrownBy(
            () -> ENGINE.train(job(model, validation, TrainingListener.NONE, null, false)))
        .isSameAs(boom);
    assertThatThrownBy(() -> testNdcg(lent.get())).isInstanceOf(IllegalStateException.class);
  }

  @Test
  @DisplayName("hands a failure on the batch thread to the caller, with its cause")
  void batchThrows() {
    TestModel model = TestModel.residual();
    model.batchSize = 8;
    BatchFeeder feeder =
        new BatchFeeder(model.batches(DATA.training()), 0, List.of(new int[] {0}, new int[] {-5}));
    try (feeder) {
      assertThat(feeder.next().sequences()).isEqualTo(1);
      assertThatThrownBy(feeder::next)
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("building a batch failed")
          .hasCauseInstanceOf(ArrayIndexOutOfBoundsException.class);
    }
  }

  @Test
  @Timeout(30)
  @DisplayName("closes its batches though a sampler swallows the interrupt while four of them wait")
  void swallowedInterrupt() throws InterruptedException {
    TestModel model = TestModel.residual();
    AtomicInteger batches = new AtomicInteger();
    CountDownLatch fifth = new CountDownLatch(1);
    CandidateSamplerFactory swallowing =
        training -> {
          UniformSampler uniform = new UniformSampler(training);
          return new CandidateSampler() {
            @Override
            public void drawForUser(
                SplittableRandom random, int user, int[] into, int from, int to) {
              uniform.drawForUser(random, user, into, from, to);
            }

            @Override
            public int[] drawShared(SplittableRandom random, int count) {
              if (batches.incrementAndGet() == 5) {
                fifth.countDown();
                try {
                  Thread.sleep(60_000);
                } catch (InterruptedException e) {
                  // as a client may that tries again
                }
              }
              return uniform.drawShared(random, count);
            }

            @Override
            public boolean hasNegatives(int user) {
              return uniform.hasNegatives(user);
            }
          };
        };
    BatchSource source =
        new BatchSource(
            model.definition(DATA.training()).candidateSampler(swallowing),
            model.training(),
            DATA.training());
    List<int[]> plan = Collections.nCopies(20, source.epoch(0).get(0));
    BatchFeeder feeder = new BatchFeeder(source, 0, plan);
    fifth.await();
    feeder.close();
    assertThat(batches.get()).isLessThan(20);
  }

  @Test
  @DisplayName("stops when its thread is interrupted while it waits, and keeps the interrupt")
  void interrupted() {
    TestModel model = TestModel.light();
    TrainingListener interrupting =
        new TrainingListener() {
          @Override
          public void onStep(int epoch, int step, double loss) {
            Thread.currentThread().interrupt();
          }
        };
    assertThatThrownBy(() -> ENGINE.train(job(model, null, interrupting, null, false)))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  @DisplayName("measures how long it waited for batches")
  void waiting() throws InterruptedException {
    TestModel model = TestModel.residual();
    model.batchSize = 8;
    List<int[]> plan = model.batches(DATA.training()).epoch(0);
    try (BatchFeeder feeder = new BatchFeeder(model.batches(DATA.training()), 0, plan)) {
      Thread.sleep(300); // the first four are ready by now
      feeder.next();
      assertThat(feeder.waitedSeconds()).isLessThan(0.2);
    }
    try (BatchFeeder feeder = new BatchFeeder(model.batches(DATA.training()), 0, List.of())) {
      assertThatThrownBy(feeder::next).hasMessageContaining("ended early");
      assertThat(feeder.waitedSeconds()).isPositive();
    }
  }

  // ---- losses that are not finite

  @ParameterizedTest(name = "{0} users in a step")
  @ValueSource(ints = {32, 1000})
  @DisplayName("stops at a loss that is not finite, and writes no checkpoint of what led there")
  void nonFinite(int batchSize) {
    TestModel model = TestModel.light();
    model.similarity = Similarity.DOT;
    model.learningRate = 1e30;
    model.batchSize = batchSize; // with one step an epoch, no later step of the epoch notices
    Path checkpoint = folder.resolve("checkpoint");
    NonFiniteLossException e =
        catchThrowableOfType(
            NonFiniteLossException.class,
            () ->
                ENGINE.train(job(model, onValidation(), TrainingListener.NONE, checkpoint, false)));
    assertThat(e.epoch()).isEqualTo(1);
    assertThat(e.step()).isEqualTo(batchSize == 32 ? 2 : 1);
    assertThat(e.term()).isIn("softmax", "info_nce");
    assertThat(e)
        .hasMessageContaining("'" + e.term() + "'")
        .hasMessageContaining("epoch 1")
        .hasMessageContaining("no checkpoint to go back to");
    assertThat(ArtifactDirectory.exists(checkpoint)).isFalse(); // only its place was looked at
  }

  /** A term that is infinite when it is armed; a checkpoint must not tell the two apart. */
  private record Exploding(@JsonIgnore boolean armed) implements Loss {
    @Override
    public String kind() {
      return "exploding";
    }

    @Override
    public Expr compute(Ops ops, ForwardPass forward) {
      Expr zero = ops.mul(ops.sumAll(ops.square(forward.userVectors())), 1e-30);
      return armed ? ops.add(zero, Double.POSITIVE_INFINITY) : zero;
    }
  }

  private TrainingJob exploding(TestModel model, boolean armed, Path checkpoint) {
    ModelDefinition definition = definition(model);
    return new TrainingJob(
        definition.objective(definition.objective().plus(1, new Exploding(armed), 2)),
        model.training(),
        DATA.training(),
        null,
        TrainingListener.NONE,
        checkpoint,
        true);
  }

  @Test
  @DisplayName("leaves the last checkpoint usable when a loss is not finite")
  void resumesAfterNonFinite() {
    TestModel model = TestModel.light();
    model.epochs = 3;
    Map<String, Object> uninterrupted =
        bits(ENGINE.train(exploding(model, false, folder.resolve("whole"))));
    Path checkpoint = folder.resolve("checkpoint");
    NonFiniteLossException e =
        catchThrowableOfType(
            NonFiniteLossException.class, () -> ENGINE.train(exploding(model, true, checkpoint)));
    assertThat(e.epoch()).isEqualTo(3);
    assertThat(e.step()).isEqualTo(1);
    assertThat(e.term()).isEqualTo("exploding");
    assertThat(e)
        .hasMessageContaining("the checkpoint " + checkpoint + " holds the state after epoch 2");
    assertThat(bits(ENGINE.train(exploding(model, false, checkpoint)))).isEqualTo(uninterrupted);
  }

  // ---- encoders of an application

  /**
   * Embeds users by a table, and items by the newest one if it is causal, otherwise by their mean.
   */
  private record UsersAndItems(int d, boolean causal) implements Encoder {
    private Expr table(Ops ops, String name, int rows) {
      return ops.parameter(name, Shape.of(rows, d), Initializer.normal(0.1));
    }

    @Override
    public NodeEmbeddings embedNodes(Ops ops, List<BipartiteGraph> graphs, Nodes nodes) {
      Expr users = table(ops, "my_users", DATA.training().userCount());
      Expr items = table(ops, "my_items", DATA.training().itemCount());
      NodeEmbeddings.CatalogueEmbedder rows =
          some -> some == null ? items : ops.gather(items, some);
      return new NodeEmbeddings(
          nodes.users() == null ? users : ops.gather(users, nodes.users()),
          rows.embed(nodes.items()),
          IntervalEmbeddings.NONE,
          IntervalEmbeddings.NONE,
          rows);
    }

    @Override
    public SequenceEmbeddings embedSequences(Ops ops, Expr itemTable, SequenceBatch sequences) {
      Expr embedded = ops.gather(itemTable, sequences.items());
      Expr newest = ops.reshape(ops.tail(embedded, 1, Dim.ONE), Shape.of(sequences.batch(), d));
      return new SequenceEmbeddings(newest, causal ? embedded : null);
    }
  }

  /** Its settings. */
  private record Own(int embeddingDim, int historyLength, boolean causal) implements EncoderConfig {
    @Override
    public String kind() {
      return "users_and_items";
    }

    @Override
    public Own embeddingDim(int size) {
      return new Own(size, historyLength, causal);
    }

    @Override
    public Set<Gives> gives() {
      return causal
          ? Set.of(Gives.USERS, Gives.SEQUENCES, Gives.POSITIONS)
          : Set.of(Gives.USERS, Gives.SEQUENCES);
    }

    @Override
    public Encoder encoder(int userCount, int itemCount) {
      return new UsersAndItems(embeddingDim, causal);
    }
  }

  private static TrainingJob own(TestModel model, boolean causal) {
    return new TrainingJob(
        model.definition(new Own(model.dim, model.historyLength, causal), DATA.training()),
        model.training(),
        DATA.training(),
        onValidation(),
        TrainingListener.NONE,
        null,
        false);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(TargetMode.class)
  @DisplayName("trains an own encoder that embeds users, whatever the targets are")
  void ownUsers(TargetMode targets) {
    TestModel model = TestModel.residual();
    model.targets = targets;
    model.epochs = 2;
    TrainedParameters trained = ENGINE.train(own(model, true));
    assertThat(trained.history())
        .extracting(EpochReport::loss)
        .isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(Objects.requireNonNull(trained.userTable()).dims())
        .containsExactly(DATA.training().userCount(), model.dim);
  }

  @Test
  @DisplayName("says what to set for an own encoder that is not causal")
  void notCausal() {
    TestModel model = TestModel.residual();
    assertThatThrownBy(() -> ENGINE.train(own(model, false)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("every_position")
        .hasMessageContaining("users_and_items")
        .hasMessageContaining("use targets one_per_user");
    model.targets = TargetMode.ONE_PER_USER;
    assertThat(ENGINE.train(own(model, false)).history()).hasSize(model.epochs);
  }

  // ---- scoring
}
