package io.hardgnn.examples.service;

import static java.util.Objects.requireNonNull;

import io.hardgnn.CandidateScores;
import io.hardgnn.History;
import io.hardgnn.ItemFilter;
import io.hardgnn.RecommendRequest;
import io.hardgnn.Recommendation;
import io.hardgnn.Recommendations;
import io.hardgnn.Recommender;
import io.hardgnn.RecommenderInfo;
import io.hardgnn.error.Excerpt;
import io.hardgnn.onnx.ReloadingRecommender;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the service answers, by path. Thread-safe. */
final class Routes {

  private static final int MOST = 1000;

  /** A path: its parameters, and what answers. */
  private record Route(Set<String> parameters, Function<Parameters, Answer> answer) {}

  private final Path directory;
  private final ReloadingRecommender bundles;
  private final Recommender recommender;
  private final PrometheusMeterRegistry meters;
  private final Titles titles;
  private final Turns searching; // each looks at all ids
  private final Turns explaining; // each asks for many scores
  private final Map<String, Route> routes;

  /**
   * Creates the routes.
   *
   * @param settings directory of the bundles, and the limits of what the recommender does not
   *     limit
   * @param bundles what is served, for its state and for reasons
   * @param recommender the same with all that is around it
   */
  Routes(
      RecommenderService.Settings settings,
      ReloadingRecommender bundles,
      Recommender recommender,
      PrometheusMeterRegistry meters,
      Titles titles) {
    this.directory = settings.bundle();
    this.bundles = bundles;
    this.recommender = recommender;
    this.meters = meters;
    this.titles = titles;
    this.searching = new Turns(settings.concurrent(), settings.waiting(), settings.timeout());
    this.explaining = new Turns(settings.concurrent(), settings.waiting(), settings.timeout());
    this.routes =
        Map.of(
            "/recommend",
            new Route(
                Set.of("user", "item", "time", "n", "without", "only", "unseen", "reasons"),
                this::recommend),
            "/similar",
            new Route(Set.of("item", "n"), this::similar),
            "/score",
            new Route(Set.of("user", "item", "time", "candidate"), this::score),
            "/history",
            new Route(Set.of("user", "n"), this::history),
            "/users",
            new Route(Set.of("q", "n"), this::users),
            "/items",
            new Route(Set.of("q", "n"), this::items),
            "/health",
            new Route(Set.of(), this::health),
            "/metrics",
            new Route(Set.of(), this::metrics));
  }

  /** Returns whether there is such a path. */
  boolean has(String path) {
    return routes.containsKey(path);
  }

  /** Answers a path that there is; what is wrong is thrown. */
  Answer answer(String path, @Nullable String query) {
    @Nullable Route route = routes.get(path);
    if (route == null) {
      throw new IllegalStateException(path);
    }
    return route.answer().apply(Parameters.of(query, route.parameters()));
  }

  private Answer recommend(Parameters parameters) {
    RecommendRequest asked =
        userOrHistory(parameters)
            .n(parameters.number("n", 10, MOST))
            .filter(filter(parameters))
            .without(parameters.all("without"));
    return parameters.flag("reasons", false)
        ? explained(asked)
        : answer(recommender.recommend(asked), List.of());
  }

  /**
   * Answers with reasons, which are made of many requests, all by one bundle: where another has
   * taken its place meanwhile, all is asked again. Recommending is one request for limits and
   * meters; the reasons have a turn of their own, and are none.
   */
  private Answer explained(RecommendRequest asked) {
    while (true) {
      String version = recommender.info().version();
      try {
        Recommendations answer = recommender.recommend(asked);
        History history =
            asked.user() == null
                ? requireNonNull(asked.history())
                : recommender.history(asked.user());
        List<Map<String, Object>> reasons =
            explaining.take(
                () ->
                    Reasons.of(
                        bundles, transitions(version, history.items()), history, answer.items()));
        if (isCurrent(version)) {
          return answer(answer, reasons);
        }
      } catch (RuntimeException e) {
        if (isCurrent(version)) {
          throw e;
        } // otherwise it may come of two bundles that do not fit
      }
    }
  }

  private boolean isCurrent(String version) {
    return recommender.info().version().equals(version);
  }

  /**
   * Makes an answer.
   *
   * @param reasons of each item, or none at all
   */
  private Answer answer(Recommendations answer, List<Map<String, Object>> reasons) {
    List<Map<String, Object>> items = withTitles(answer.items());
    for (int i = 0; i < reasons.size(); i++) {
      items.get(i).put("reasons", named(reasons.get(i)));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("items", items);
    body.put("source", answer.source());
    body.put("unknownItems", answer.unknownItems());
    return Answer.json(body);
  }

  private Transitions transitions(String version, List<String> history) {
    try {
      Path folder = directory.resolve(version);
      // What was copied without its versions is the folder of the only one.
      return Transitions.of(
          Files.isDirectory(folder) ? folder : directory, recommender.items(), history);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RecommendRequest userOrHistory(Parameters parameters) {
    if (parameters.has("user") == parameters.has("item")) {
      throw new IllegalArgumentException(
          "give user, or item once for each item of a history, oldest first");
    }
    if (parameters.has("user")) {
      parameters.none("time", "user");
      return RecommendRequest.forUser(parameters.one("user"));
    }
    List<String> items = parameters.all("item");
    return RecommendRequest.forHistory(
        parameters.has("time") ? History.of(items, parameters.moments("time")) : History.of(items));
  }

  private static ItemFilter filter(Parameters parameters) {
    ItemFilter filter = ItemFilter.unseen();
    if (!parameters.flag("unseen", true)) {
      filter = filter.includingKnown();
    }
    return parameters.has("only") ? filter.only(parameters.all("only")) : filter;
  }

  private List<Map<String, Object>> withTitles(List<Recommendation> recommended) {
    List<Map<String, Object>> items = new ArrayList<>();
    for (Recommendation one : recommended) {
      Map<String, Object> item = titled(one.item());
      item.put("score", one.score());
      items.add(item);
    }
    return items;
  }

  private Map<String, Object> titled(String id) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("item", id);
    item.put("title", titles.of(id));
    return item;
  }

  /** Adds the title of the item that each reason is about. */
  private Map<String, Object> named(Map<String, Object> reasons) {
    Map<String, Object> named = new LinkedHashMap<>();
    reasons.forEach(
        (name, reason) -> {
          if (reason instanceof Map<?, ?> about) {
            Map<String, Object> with = titled(String.valueOf(about.get("item")));
            about.forEach((key, value) -> with.put(String.valueOf(key), value));
            named.put(name, with);
          }
        });
    return named;
  }

  private Answer similar(Parameters parameters) {
    return Answer.json(
        Map.of(
            "items",
            withTitles(
                recommender.similarItems(
                    parameters.one("item"), parameters.number("n", 10, MOST)))));
  }

  private Answer score(Parameters parameters) {
    RecommendRequest who = userOrHistory(parameters);
    List<String> candidates = parameters.all("candidate");
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException("give candidate once for each item to score");
    }
    CandidateScores scores =
        who.user() == null
            ? recommender.scoresFor(requireNonNull(who.history()), candidates)
            : recommender.scores(who.user(), candidates);
    return Answer.json(
        Map.of("items", withTitles(scores.scored()), "unknownItems", scores.unknown()));
  }

  private Answer history(Parameters parameters) {
    List<String> history = recommender.history(parameters.one("user")).items();
    int n = parameters.number("n", 100, MOST);
    return Answer.json(
        Map.of(
            "items",
            history.subList(Math.max(0, history.size() - n), history.size()).stream()
                .map(this::titled)
                .toList(),
            "length",
            history.size()));
  }

  private Answer users(Parameters parameters) {
    String text = parameters.one("q");
    int n = parameters.number("n", 10, 100);
    return Answer.json(
        Map.of("users", searching.take(() -> Titles.none().search(recommender.users(), text, n))));
  }

  private Answer items(Parameters parameters) {
    String text = parameters.one("q");
    int n = parameters.number("n", 10, 100);
    return Answer.json(
        Map.of(
            "items",
            searching.take(() -> titles.search(recommender.items(), text, n)).stream()
                .map(this::titled)
                .toList()));
  }

  private Answer health(Parameters none) {
    RecommenderInfo info = recommender.info();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", "up");
    body.put("version", info.version());
    body.put("createdAt", info.createdAt().map(Object::toString).orElse(""));
    body.put("openedAt", info.openedAt().toString());
    body.put("users", info.users());
    body.put("items", info.items());
    // A newer bundle that cannot be used: the old one goes on, so the service is up.
    bundles.failure().ifPresent(failure -> body.put("reloadFailure", Excerpt.sentence(failure)));
    return Answer.json(body);
  }

  private Answer metrics(Parameters none) {
    return Answer.text(200, "text/plain; version=0.0.4; charset=utf-8", meters.scrape());
  }
}
