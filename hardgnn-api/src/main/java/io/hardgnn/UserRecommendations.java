package io.hardgnn;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The recommendations of many users: a map from the known ones to their items, best first, in the
 * order in which they were asked for, and the users that are not known. Immutable.
 */
public final class UserRecommendations extends AbstractMap<String, List<Recommendation>> {

  private final ImmutableMap<String, List<Recommendation>> known;
  private final ImmutableList<String> unknownUsers;

  /**
   * Keeps copies.
   *
   * @param known the items of each known user
   * @param unknownUsers the others, each once
   */
  public UserRecommendations(Map<String, List<Recommendation>> known, List<String> unknownUsers) {
    this.known = ImmutableMap.copyOf(known);
    this.unknownUsers = ImmutableList.copyOf(unknownUsers);
  }

  /** Returns the users that were asked for and are not known, each once, in their order. */
  public List<String> unknownUsers() {
    return unknownUsers;
  }

  @Override
  public Set<Entry<String, List<Recommendation>>> entrySet() {
    return known.entrySet();
  }

  @Override
  public @Nullable List<Recommendation> get(@Nullable Object user) {
    return known.get(user);
  }

  @Override
  public boolean containsKey(@Nullable Object user) {
    return known.containsKey(user);
  }
}
