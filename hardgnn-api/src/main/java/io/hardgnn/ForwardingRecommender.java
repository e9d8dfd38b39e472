package io.hardgnn;

import static java.util.Objects.requireNonNull;

import io.hardgnn.data.Vocabulary;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * A recommender that hands every call to another one: the base of those that add something, such as
 * a cache or a log. All short forms of {@link Recommender} end in the methods that are here.
 */
public abstract class ForwardingRecommender implements Recommender {

  private final Recommender delegate;

  /** Hands calls to a recommender, which is closed with this one. */
  protected ForwardingRecommender(Recommender delegate) {
    this.delegate = requireNonNull(delegate, "recommender");
  }

  /** Returns the recommender that answers. */
  protected final Recommender delegate() {
    return delegate;
  }

  @Override
  public Recommendations recommend(RecommendRequest request) {
    return delegate.recommend(request);
  }

  @Override
  public List<Recommendations> recommendAll(List<RecommendRequest> requests) {
    return delegate.recommendAll(requests);
  }

  @Override
  public List<Recommendation> similarItems(String item, int n, ItemFilter filter) {
    return delegate.similarItems(item, n, filter);
  }

  @Override
  public CandidateScores scores(String user, List<String> candidates) {
    return delegate.scores(user, candidates);
  }

  @Override
  public CandidateScores scoresFor(History history, List<String> candidates) {
    return delegate.scoresFor(history, candidates);
  }

  @Override
  public boolean observe(String user, String item, Instant time) {
    return delegate.observe(user, item, time);
  }

  @Override
  public Optional<float[]> userEmbedding(String user) {
    return delegate.userEmbedding(user);
  }

  @Override
  public Optional<float[]> itemEmbedding(String item) {
    return delegate.itemEmbedding(item);
  }

  @Override
  public boolean userEmbedding(String user, float[] target) {
    return delegate.userEmbedding(user, target);
  }

  @Override
  public boolean itemEmbedding(String item, float[] target) {
    return delegate.itemEmbedding(item, target);
  }

  @Override
  public OptionalDouble itemBias(String item) {
    return delegate.itemBias(item);
  }

  @Override
  public float[] embed(History history) {
    return delegate.embed(history);
  }

  @Override
  public List<float[]> embedAll(List<History> histories) {
    return delegate.embedAll(histories);
  }

  @Override
  public Stream<Embedding> userEmbeddings() {
    return delegate.userEmbeddings();
  }

  @Override
  public Stream<Embedding> itemEmbeddings() {
    return delegate.itemEmbeddings();
  }

  @Override
  public Vocabulary users() {
    return delegate.users();
  }

  @Override
  public Vocabulary items() {
    return delegate.items();
  }

  @Override
  public History history(String user) {
    return delegate.history(user);
  }

  @Override
  public RecommenderInfo info() {
    return delegate.info();
  }

  @Override
  public void close() {
    delegate.close();
  }
}
