package io.hardgnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.data.Dataset;
import io.hardgnn.data.HeldOut;
import io.hardgnn.data.ItemSequences;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.data.events.ErrorPolicy;
import io.hardgnn.data.events.FakeRows;
import io.hardgnn.data.events.Interaction;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.events.JdbcReader;
import io.hardgnn.data.prepare.TestData;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.Scorer;
import io.hardgnn.engine.TrainedParameters;
import io.hardgnn.engine.TrainingEngine;
import io.hardgnn.engine.TrainingJob;
import io.hardgnn.engine.TrainingListener;
import io.hardgnn.evaluation.Evaluator;
import io.hardgnn.evaluation.ScoringFunction;
import io.hardgnn.internal.parallel.HelperThreads;
import io.hardgnn.transitions.NeighbourMeans;
import io.hardgnn.transitions.TransitionCounter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What an application hands in and what then throws,")
class ThrowingCallbacksTest {

  private final IllegalStateException boom = new IllegalStateException("out of order");

  @AfterEach
  void noThreadIsLeft() {
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(
            name -> name.startsWith("hardgnn-evaluation") || name.equals(HelperThreads.NAME));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("a database, ends the reading as it is, under either policy, and is not closed")
  void database(ErrorPolicy policy) {
    SQLException failure = new SQLException("the connection was reset", "08006");
    List<String> calls = new ArrayList<>();
    JdbcReader reader = JdbcReader.builder().errorPolicy(policy).build();
    for (String method : List.of("next", "getString", "getObject")) {
      ResultSet rows = FakeRows.failing(method, 3, failure, calls);
      assertThatThrownBy(() -> reader.read(rows)).as(method).isSameAs(failure);
      assertThat(Collections.frequency(calls, "next")).as(method).isEqualTo(3);
      assertThat(calls).doesNotContain("close").endsWith(method);
      calls.clear();
    }
  }

  @Test
  @DisplayName("a stream of interactions, is closed, and what its closing throws comes along")
  void stream() {
    AtomicInteger closed = new AtomicInteger();
    IllegalArgumentException alsoFailed = new IllegalArgumentException("cannot be closed");
    Stream<Interaction> stream =
        Stream.of(1, 2, 3)
            .map(
                n -> {
                  if (n == 3) {
                    throw boom;
                  }
                  return new Interaction(
                      "u" + n, "i" + n, Instant.ofEpochSecond(1_000_000_000 + n));
                })
            .onClose(closed::incrementAndGet)
            .onClose(
                () -> {
                  throw alsoFailed;
                });
    assertThatThrownBy(() -> InteractionLog.of(stream))
        .isSameAs(boom)
        .hasSuppressedException(alsoFailed);
    assertThat(closed).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  @DisplayName("a choice of users or of items, comes through from the thread that asked")
  void predicates(int threads) {
    ItemSequences sequences =
        TestData.training(50, TestData.sequences(new Random(1), 200, 50, 20)).sequences().items();
    TransitionCounter counter = TransitionCounter.defaults();
    assertThatThrownBy(() -> counter.count(sequences, throwingAt(150), threads)).isSameAs(boom);
    assertThatThrownBy(() -> NeighbourMeans.of(sequences, throwingAt(30), threads)).isSameAs(boom);

    List<Thread> askers = Collections.synchronizedList(new ArrayList<>());
    IntPredicate recording = number -> askers.add(Thread.currentThread());
    counter.count(sequences, recording, threads);
    assertThat(askers).as("once for each user").hasSize(200).containsOnly(Thread.currentThread());
    askers.clear();
    NeighbourMeans.of(sequences, recording, threads);
    assertThat(askers).as("once for each item").hasSize(50).containsOnly(Thread.currentThread());
  }

  private IntPredicate throwingAt(int number) {
    return asked -> {
      if (asked == number) {
        throw boom;
      }
      return asked % 2 == 0;
    };
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("a recommender, comes through from whichever thread, and the evaluator goes on well")
  void recommender(boolean threadSafe) {
    Dataset dataset = TinyData.dataset();
    Evaluator evaluator = Evaluator.builder().threads(4).blockSize(1).build();
    for (int last : new int[] {1, 2, 17, 30}) {
      AtomicInteger left = new AtomicInteger(last);
      ScoringFunction failing = new Failing(dataset.items().size(), threadSafe, left, boom);
      assertThatThrownBy(() -> evaluator.evaluate(failing, dataset.test())).isSameAs(boom);
      noThreadIsLeft();
      if (!threadSafe) {
        assertThat(left).as("not asked again").hasValue(0);
      }
    }
    AtomicInteger never = new AtomicInteger(Integer.MAX_VALUE);
    ScoringFunction well = new Failing(dataset.items().size(), threadSafe, never, boom);
    assertThat(evaluator.evaluate(well, dataset.test()).users()).isEqualTo(30);
  }

  /** Throws from a number of blocks on. */
  private record Failing(
      int itemCount, boolean isThreadSafe, AtomicInteger left, RuntimeException boom)
      implements ScoringFunction {
    @Override
    public void score(HeldOut heldOut, int[] users, int count, float[] scores) {
      if (left.decrementAndGet() <= 0) {
        throw boom;
      }
    }
  }

  /** Trains as another engine does, and has a scorer that fails when it scores. */
  private record FailingScorer(
      TrainingEngine inner, AtomicInteger closed, RuntimeException boom, RuntimeException closing)
      implements TrainingEngine {
    @Override
    public String name() {
      return "failing 1";
    }

    @Override
    public TrainedParameters train(TrainingJob job) {
      return inner.train(job);
    }

    @Override
    public Scorer scorer(ModelDefinition definition, TrainedParameters parameters) {
      return new Scorer() {
        @Override
        public int itemCount() {
          return definition.itemCount();
        }

        @Override
        public void score(HeldOut heldOut, int[] users, int count, float[] scores) {
          throw boom;
        }

        @Override
        public void close() {
          closed.incrementAndGet();
          throw closing;
        }
      };
    }
  }

  @Test
  @DisplayName("an engine's scorer after training, is closed, and listeners hear of the failure")
  void scorer() {
    AtomicInteger closed = new AtomicInteger();
    RuntimeException closing = new IllegalArgumentException("cannot be closed");
    AssertionError listening = new AssertionError("listeners fail, too");
    List<Throwable> heard = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onFailure(Throwable failure) {
            heard.add(failure);
            throw listening;
          }
        };
    FitOptions options =
        FitOptions.defaults()
            .engine(new FailingScorer(new PlainEngine(), closed, boom, closing))
            .listener(listener);
    HardGNN hardGnn = TinyData.quick().build();
    assertThatThrownBy(() -> hardGnn.fit(TinyData.dataset(), options))
        .isSameAs(boom)
        .hasSuppressedException(closing)
        .hasSuppressedException(listening);
    assertThat(closed).hasValue(1);
    assertThat(heard).containsExactly(boom);
  }

  @Test
  @DisplayName("the failure that a listener is told, comes through, and the others hear of it, too")
  void sameFailure() {
    List<Throwable> heard = new ArrayList<>();
    TrainingListener throwing =
        new TrainingListener() {
          @Override
          public void onFailure(Throwable failure) {
            throw (RuntimeException) failure;
          }
        };
    TrainingListener hearing =
        new TrainingListener() {
          @Override
          public void onFailure(Throwable failure) {
            heard.add(failure);
          }
        };
    FitOptions options =
        FitOptions.defaults()
            .engine(
                new FailingScorer(
                    new PlainEngine(),
                    new AtomicInteger(),
                    boom,
                    new IllegalArgumentException("cannot be closed")));
    HardGNN hardGnn = TinyData.quick().build();
    for (TrainingListener listener : List.of(throwing, TrainingListener.all(throwing, hearing))) {
      assertThatThrownBy(() -> hardGnn.fit(TinyData.dataset(), options.listener(listener)))
          .isSameAs(boom);
    }
    assertThat(heard).containsExactly(boom);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("what tells categories, comes through, and nothing of the failed look is kept")
  void categories(boolean prepared) {
    Vocabulary items = TinyData.dataset().items();
    AtomicBoolean broken = new AtomicBoolean(true);
    Map<String, Set<String>> categories = new HashMap<>();
    items.ids().forEach(id -> categories.put(id, Set.of(id.endsWith("3") ? "books" : "games")));
    ItemFilter tested =
        ItemFilter.unseen()
            .inCategories(
                Set.of("books"),
                id -> {
                  if (broken.get() && items.indexOf(id) == 20) {
                    throw boom;
                  }
                  return categories.get(id);
                });
    ItemFilter filter = prepared ? tested.prepared() : tested;
    for (int time = 0; time < 2; time++) {
      assertThatThrownBy(() -> filter.excluded(items, new int[0])).isSameAs(boom);
    }
    broken.set(false);
    BitSet excluded = filter.excluded(items, new int[0]);
    for (int item = 0; item < items.size(); item++) {
      assertThat(excluded.get(item)).isEqualTo(!items.id(item).endsWith("3"));
    }
  }
}
