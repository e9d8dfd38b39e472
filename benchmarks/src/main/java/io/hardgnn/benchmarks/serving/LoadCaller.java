package io.hardgnn.benchmarks.serving;

import static java.util.Objects.requireNonNull;

import io.hardgnn.ItemFilter;
import io.hardgnn.OverloadedException;
import io.hardgnn.RecommendRequest;
import io.hardgnn.Recommender;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/**
 * One thread of {@link io.hardgnn.benchmarks.ServingLoad}: asks again as soon as it is answered.
 * Not thread-safe.
 */
public final class LoadCaller {

  private static final int N = 10;

  /** How long a caller waits that was refused. */
  private static final long PAUSE_NANOS = 10_000_000;

  /** Kinds of requests. */
  public enum Kind {
    KNOWN_USER(25),
    HISTORY(15),
    SIMILAR_ITEMS(10),
    CANDIDATES(10),
    BATCH_OF_32(5),
    FILTERED(10),
    EMBED(5),
    OBSERVE(10),
    WITNESS(5),
    ALL_WITNESSES(5);

    private final int share;

    Kind(int share) {
      this.share = share;
    }
  }

  private final Recommender served;
  private final Witnesses witnesses;
  private final List<String> users;
  private final List<String> items;
  private final SplittableRandom random;
  private final ItemFilter[] filters;
  private final Map<Kind, Histogram> nanos = new EnumMap<>(Kind.class);
  private final Map<String, Long> errors = new TreeMap<>();
  private final Map<String, Long> refusals = new TreeMap<>();
  private long mixed;

  /**
   * Prepares a caller.
   *
   * @param users of whom things may be observed
   * @param items that every bundle knows
   */
  public LoadCaller(
      Recommender served, Witnesses witnesses, List<String> users, List<String> items, long seed) {
    this.served = served;
    this.witnesses = witnesses;
    this.users = users;
    this.items = items;
    this.random = new SplittableRandom(seed);
    filters =
        new ItemFilter[] {
          ItemFilter.unseen().only(items.subList(0, items.size() / 2)),
          ItemFilter.unseen().without(items.subList(0, items.size() / 10)),
          ItemFilter.unseen().matching(item -> item.hashCode() % 3 == 0).prepared(),
          ItemFilter.unseen().includingKnown().minimumScore(0)
        };
    for (Kind kind : Kind.values()) {
      nanos.put(kind, new Histogram(3));
    }
  }

  /** Asks until told to end. */
  public void run(BooleanSupplier goesOn) {
    while (goesOn.getAsBoolean()) {
      Kind kind = kind();
      long begin = System.nanoTime();
      try {
        if (!ask(kind)) {
          mixed++;
        }
        nanos(kind).recordValue(System.nanoTime() - begin);
      } catch (OverloadedException e) {
        refusals.merge(e.reason().name(), 1L, Long::sum);
        LockSupport.parkNanos(PAUSE_NANOS);
      } catch (RuntimeException | Error e) {
        errors.merge(String.valueOf(e), 1L, Long::sum);
      }
    }
  }

  private Kind kind() {
    int draw = random.nextInt(100);
    for (Kind kind : Kind.values()) {
      draw -= kind.share;
      if (draw < 0) {
        return kind;
      }
    }
    throw new IllegalStateException("the shares are less than 100");
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private List<String> some(int count) {
    List<String> some = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      some.add(any(items));
    }
    return some;
  }

  /** Returns false if the answer is not what one bundle gives; throws what the recommender does. */
  private boolean ask(Kind kind) {
    switch (kind) {
      case KNOWN_USER -> require(served.recommend(any(users), N).size() == N);
      case HISTORY -> require(served.recommendFor(some(1 + random.nextInt(20)), N).size() == N);
      case SIMILAR_ITEMS -> require(served.similarItems(any(items), N).size() == N);
      case CANDIDATES -> require(served.scores(any(users), some(20)).scored().size() == 20);
      case BATCH_OF_32 -> {
        List<RecommendRequest> batch = new ArrayList<>();
        for (int i = 0; i < 31; i++) {
          batch.add(
              random.nextInt(3) == 0
                  ? RecommendRequest.forHistory(some(5)).n(N)
                  : RecommendRequest.forUser(any(users)).n(N));
        }
        batch.add(RecommendRequest.forUser("nobody").n(N));
        require(served.recommendAll(batch).size() == 32);
      }
      case FILTERED -> {
        RecommendRequest request =
            RecommendRequest.forUser(any(users))
                .n(N)
                .filter(filters[random.nextInt(filters.length)])
                .without(some(3));
        require(served.recommend(request).items().size() <= N);
      }
      case EMBED -> require(served.embed(some(10)).length > 0);
      case OBSERVE -> require(served.observe(any(users), any(items)));
      case WITNESS -> {
        return witnesses.oneIsAnsweredByABundle(served, random.nextInt(witnesses.count()));
      }
      case ALL_WITNESSES -> {
        return witnesses.allAreAnsweredByOneBundle(served);
      }
    }
    return true;
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalStateException("an answer of another size than was asked for");
    }
  }

  /** Returns the times of a kind of requests that were answered. */
  public Histogram nanos(Kind kind) {
    return requireNonNull(nanos.get(kind));
  }

  /** Returns what was thrown, and how often. */
  public Map<String, Long> errors() {
    return errors;
  }

  /** Returns why requests were refused, and how often. */
  public Map<String, Long> refusals() {
    return refusals;
  }

  /** Returns how many answers no bundle would have given. */
  public long mixed() {
    return mixed;
  }
}
