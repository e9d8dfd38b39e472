package io.hardgnn.onnx.serving;

import static java.util.Objects.requireNonNull;

import io.hardgnn.AnswerSource;
import io.hardgnn.History;
import io.hardgnn.RecommendRequest;
import io.hardgnn.UnknownIdException;
import io.hardgnn.onnx.scoring.IndexedHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Turns users and histories into what a bundle knows of them, observed interactions included.
 * Thread-safe.
 */
public final class Subjects {

  private static final AtomicLong CREATED = new AtomicLong();

  private final long id = CREATED.incrementAndGet();
  private final Bundle bundle;
  private final ObservedHistories observed;
  private final boolean repeats;
  private final LongAdder unknownItems = new LongAdder();

  /**
   * Creates the subjects of a bundle.
   *
   * @param repeats whether an item may be in a history twice
   */
  public Subjects(Bundle bundle, boolean repeats, ObservedHistories observed) {
    this.bundle = bundle;
    this.repeats = repeats;
    this.observed = observed;
  }

  /** Returns how many items of histories were left out so far. */
  public long unknownItems() {
    return unknownItems.sum();
  }

  /** Counts an item that was observed and is not known. */
  public void countUnknownItem() {
    unknownItems.increment();
  }

  // ---- who it is

  /** Returns whom a request is for, or null if the user is not known. */
  public @Nullable Subject of(RecommendRequest request) {
    History history = request.history();
    return history == null ? user(requireNonNull(request.user())) : history(history);
  }

  /**
   * Returns a user.
   *
   * @throws UnknownIdException if nothing is known of them
   */
  public Subject known(String user) {
    Subject subject = user(requireNonNull(user, "user"));
    if (subject == null) {
      throw UnknownIdException.user(user, bundle.users.size());
    }
    return subject;
  }

  /** Returns a user, or null if nothing is known of them. */
  public @Nullable Subject user(String user) {
    Observed seen = observed.get(user);
    if (seen != null) {
      return made(user, seen);
    }
    int index = bundle.users.indexOf(user);
    return index < 0 ? null : stored(index);
  }

  /**
   * Returns a user's history; what was observed of them is not encoded for that.
   *
   * @throws UnknownIdException if nothing is known of the user
   */
  public IndexedHistory historyOf(String user) {
    Observed seen = observed.get(requireNonNull(user, "user"));
    IndexedHistory history = (seen == null ? known(user) : grown(user, seen)).history();
    return bundle.encoder.readsTimeGaps() ? history : IndexedHistory.of(history.items());
  }

  /** Returns a user with what was observed of them, and their embedding. */
  private Subject made(String user, Observed seen) {
    Subject known = seen.made(id);
    if (known == null) {
      known = encoded(grown(user, seen));
      seen.made(id, known);
    }
    return known;
  }

  /** Encodes together what was observed of users since they were asked for last. */
  public void encodeObserved(List<RecommendRequest> requests) {
    Map<Observed, Subject> unmade = new LinkedHashMap<>();
    for (RecommendRequest request : requests) {
      String user = request.user();
      Observed seen = user == null ? null : observed.get(user);
      if (seen != null && seen.made(id) == null) {
        unmade.computeIfAbsent(seen, some -> grown(requireNonNull(user), some));
      }
    }
    List<Subject> made = encoded(List.copyOf(unmade.values()));
    int next = 0;
    for (Observed seen : unmade.keySet()) {
      seen.made(id, made.get(next++));
    }
  }

  private Subject stored(int user) {
    return new Subject(
            bundle.history(user),
            bundle.description.coldUserVector(),
            null,
            AnswerSource.MODEL,
            List.of())
        .embedded(bundle.userEmbeddings.row(user));
  }

  /** Returns somebody by their items, each once where the model was trained so. */
  public Subject history(History given) {
    History history = repeats ? given : given.filter(new HashSet<>()::add);
    List<Instant> times = bundle.encoder.readsTimeGaps() ? history.times() : null;
    int[] known = new int[history.size()];
    long @Nullable [] millis =
        times == null ? null : times.stream().mapToLong(EpochMillis::of).toArray();
    List<String> unknown = List.of();
    int size = 0;
    for (int i = 0; i < known.length; i++) {
      String item = history.items().get(i);
      int index = bundle.items.indexOf(item);
      if (index >= 0) {
        if (millis != null) {
          millis[size] = millis[i];
        }
        known[size++] = index;
      } else {
        unknown = unknown.isEmpty() ? new ArrayList<>() : unknown;
        unknown.add(item);
      }
    }
    if (!unknown.isEmpty()) {
      unknownItems.add(unknown.size());
    }
    IndexedHistory taken = new IndexedHistory(known, millis).first(size);
    return cold(times == null ? taken : IndexedHistory.NONE.appended(taken), unknown);
  }

  private Subject cold(IndexedHistory history, List<String> unknown) {
    float[] vector = bundle.description.coldUserVector();
    return history.length() == 0
        ? new Subject(
            IndexedHistory.NONE,
            vector,
            new float[bundle.description.embeddingDim()],
            AnswerSource.FALLBACK,
            unknown)
        : new Subject(history, vector, null, AnswerSource.COLD, unknown);
  }

  // ---- observed interactions

  /**
   * Notes an interaction; both ids are those of the vocabularies where they are known.
   *
   * @param time epoch milliseconds
   */
  public void observe(String user, String item, long time) {
    observed.add(user, item, time, repeats, id);
  }

  /** Where all was observed with this bundle open, nothing of it can be in its histories. */
  private IndexedHistory joined(IndexedHistory stored, IndexedHistory later, Observed seen) {
    return seen.since() == id ? stored.appended(later) : stored.joined(later);
  }

  /** Returns a user with what was observed of them, without an embedding where it is another. */
  private Subject grown(String user, Observed seen) {
    int index = bundle.users.indexOf(user); // -1 for a user whom the bundle does not know
    IndexedHistory stored = index < 0 ? IndexedHistory.NONE : bundle.history(index);
    IndexedHistory later = later(seen);
    IndexedHistory history = repeats ? joined(stored, later, seen) : stored.added(later);
    if (index < 0) {
      return cold(history, List.of());
    }
    if (history.length() == stored.length()) {
      return stored(index);
    }
    return new Subject(history, bundle.userVector(index), null, AnswerSource.MODEL, List.of());
  }

  /** Returns what was observed, but for items that the bundle does not know. */
  private IndexedHistory later(Observed seen) {
    int[] items = new int[seen.items().size()];
    long[] times = new long[items.length];
    int size = 0;
    for (int i = 0; i < items.length; i++) {
      int index = bundle.items.indexOf(seen.items().get(i));
      if (index >= 0) {
        times[size] = seen.time(i);
        items[size++] = index;
      }
    }
    return new IndexedHistory(items, times).first(size);
  }

  // ---- embeddings

  /** Returns a subject with its embedding. */
  public Subject encoded(Subject subject) {
    return subject.embedding() == null ? encoded(List.of(subject)).get(0) : subject;
  }

  /** Returns subjects with their embeddings; the encoder runs once for all that have none. */
  public List<Subject> encoded(List<Subject> subjects) {
    List<IndexedHistory> histories = new ArrayList<>(subjects.size());
    List<float[]> vectors = new ArrayList<>(subjects.size());
    for (Subject subject : subjects) {
      if (subject.embedding() == null) {
        histories.add(subject.history());
        vectors.add(subject.userVector());
      }
    }
    if (histories.isEmpty()) {
      return subjects;
    }
    List<float[]> embeddings = bundle.encoder.encode(histories, vectors);
    List<Subject> encoded = new ArrayList<>(subjects.size());
    int next = 0;
    for (Subject subject : subjects) {
      encoded.add(subject.embedding() == null ? subject.embedded(embeddings.get(next++)) : subject);
    }
    return encoded;
  }

  /** Returns the embeddings of histories. */
  public List<float[]> embeddings(List<History> histories) {
    List<IndexedHistory> known = new ArrayList<>(histories.size());
    List<float[]> vectors = new ArrayList<>(histories.size());
    for (History history : histories) {
      known.add(history(requireNonNull(history, "history")).history());
      vectors.add(bundle.description.coldUserVector());
    }
    return bundle.encoder.encode(known, vectors);
  }
}
