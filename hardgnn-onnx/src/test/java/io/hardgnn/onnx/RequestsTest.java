package io.hardgnn.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.AnswerSource;
import io.hardgnn.Embedding;
import io.hardgnn.FitOptions;
import io.hardgnn.HardGNNModel;
import io.hardgnn.History;
import io.hardgnn.ItemFilter;
import io.hardgnn.PlainEngine;
import io.hardgnn.RecommendRequest;
import io.hardgnn.Recommendation;
import io.hardgnn.Recommendations;
import io.hardgnn.Recommender;
import io.hardgnn.RecommenderInfo;
import io.hardgnn.TinyData;
import io.hardgnn.UnknownIdException;
import io.hardgnn.onnx.bundle.BundleWriter;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A request")
class RequestsTest {

  @TempDir private Path folder;
  private Recommender recommender;

  @BeforeEach
  void open() {
    BundleWriter.write(
        folder.resolve("bundle"),
        TinyBundle.contents().itemBias(new float[] {0, 0, 0, 0.25f, 0}).build());
    recommender = OnnxRecommender.open(folder.resolve("bundle"));
  }

  @AfterEach
  void close() {
    recommender.close();
  }

  private static List<String> ids(List<Recommendation> items) {
    return items.stream().map(Recommendation::item).toList();
  }

  @Test
  @DisplayName("says where its answer came from, and what of the history was not known")
  void sources() {
    Recommendations ann = recommender.recommend(RecommendRequest.forUser("ann").n(2));
    assertThat(ids(ann.items())).containsExactly("c", "d");
    assertThat(ann.source()).isEqualTo(AnswerSource.MODEL);
    Recommendations guest =
        recommender.recommend(RecommendRequest.forHistory(List.of("a", "x", "b", "y")));
    assertThat(guest.source()).isEqualTo(AnswerSource.COLD);
    assertThat(guest.unknownItems()).containsExactly("x", "y");
    assertThat(ids(guest.items())).containsExactly("c", "d", "e");
    assertThat(recommender.recommend(RecommendRequest.forHistory(List.of("x"))))
        .satisfies(answer -> assertThat(answer.source()).isEqualTo(AnswerSource.FALLBACK))
        .satisfies(answer -> assertThat(ids(answer.items())).startsWith("a", "b", "c"));
    assertThat(recommender.recommend(RecommendRequest.forUser("eve")).source())
        .as("known, but without a history")
        .isEqualTo(AnswerSource.FALLBACK);
    assertThatThrownBy(() -> recommender.recommend(RecommendRequest.forUser("zoe")))
        .isInstanceOf(UnknownIdException.class);
  }

  @Test
  @DisplayName("is one of many: users, histories, different numbers and filters at once")
  void mixed() {
    List<RecommendRequest> requests =
        List.of(
            RecommendRequest.forUser("ann").n(1),
            RecommendRequest.forUser("zoe"),
            RecommendRequest.forHistory(List.of("x")).n(2),
            RecommendRequest.forHistory(List.of("d", "e")).without(List.of("c", "gone")),
            RecommendRequest.forUser("bob").filter(ItemFilter.unseen().includingKnown()));
    List<Recommendations> answers = recommender.recommendAll(requests);
    for (int i : new int[] {0, 2, 3, 4}) {
      assertThat(answers.get(i)).isEqualTo(recommender.recommend(requests.get(i)));
    }
    assertThat(answers.get(1).source()).isEqualTo(AnswerSource.UNKNOWN_USER);
    assertThat(answers.get(1).items()).isEmpty();
    assertThat(ids(answers.get(3).items())).containsExactlyInAnyOrder("a", "b");
    assertThat(answers.get(4).items()).hasSize(5);
  }

  @Test
  @DisplayName("filters by score: exactly at the bound is let through; fallbacks are not cut")
  void minimumScore() {
    ItemFilter atLeast = ItemFilter.unseen().minimumScore(-0.25f);
    assertThat(ids(recommender.recommend("ann", 9, atLeast))).containsExactly("c", "d");
    assertThat(ids(recommender.recommend("ann", 9, atLeast.minimumScore(-9))))
        .as("the greater of two")
        .containsExactly("c", "d");
    assertThat(ids(recommender.recommend("ann", 9, atLeast.minimumScore(2)))).containsExactly("c");
    assertThat(recommender.recommend("eve", 9, atLeast.minimumScore(2))).hasSize(5);
    assertThat(ids(recommender.similarItems("c", 9, ItemFilter.unseen().minimumScore(0.5f))))
        .containsExactly("a", "b");
  }

  @Test
  @DisplayName("asks a prepared filter once for each item of a model, and the next model again")
  void prepared() {
    AtomicInteger asked = new AtomicInteger();
    ItemFilter prepared =
        ItemFilter.unseen()
            .includingKnown()
            .without(List.of("a"))
            .matching(item -> asked.incrementAndGet() > 0 && !item.equals("b"))
            .prepared();
    ItemFilter narrower = prepared.without(List.of("c"));
    for (int i = 0; i < 3; i++) {
      assertThat(ids(recommender.recommend("eve", 9, prepared)))
          .containsExactlyInAnyOrder("c", "d", "e");
      assertThat(ids(recommender.recommend("eve", 9, narrower)))
          .containsExactlyInAnyOrder("d", "e");
      assertThat(ids(recommender.recommend("bob", 9, narrower)))
          .containsExactlyInAnyOrder("d", "e");
    }
    assertThat(asked).hasValue(4);
    try (OnnxRecommender next = OnnxRecommender.open(folder.resolve("bundle"))) {
      assertThat(next.recommend("eve", 9, narrower)).hasSize(2);
      assertThat(asked).hasValue(8);
    }
  }

  @Test
  @DisplayName("asks it once, too, where several requests come before the first is answered")
  void preparedAtOnce() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    CountDownLatch together = new CountDownLatch(8);
    ItemFilter prepared =
        ItemFilter.unseen()
            .includingKnown()
            .matching(
                item -> {
                  LockSupport.parkNanos(1_000_000); // as a test that looks something up
                  return asked.incrementAndGet() > 0;
                })
            .prepared();
    List<Callable<Integer>> requests =
        Collections.nCopies(
            8,
            () -> {
              together.countDown();
              together.await();
              return recommender.recommend("eve", 9, prepared).size();
            });
    ExecutorService callers = Executors.newFixedThreadPool(8);
    try {
      for (Future<Integer> answer : callers.invokeAll(requests)) {
        assertThat(answer.get()).isEqualTo(5);
      }
    } finally {
      callers.shutdown();
    }
    assertThat(asked).hasValue(5);
  }

  @Test
  @DisplayName("lets an item through that is in one of the categories, of each list of them")
  void categories() {
    Map<String, List<String>> of =
        Map.of("a", List.of("red", "big"), "b", List.of("red"), "c", List.of("blue", "big"));
    ItemFilter coloured =
        ItemFilter.unseen()
            .includingKnown()
            .inCategories(List.of("red", "blue"), of::get); // null where there is none
    assertThat(ids(recommender.recommend("eve", 9, coloured)))
        .containsExactlyInAnyOrder("a", "b", "c");
    assertThat(
            ids(
                recommender.recommend(
                    "eve", 9, coloured.inCategories(List.of("big"), of::get).prepared())))
        .containsExactlyInAnyOrder("a", "c");
  }

  @Test
  @DisplayName("for embeddings is for one history, for many, or for all users and items")
  void embeddings() {
    List<History> histories =
        List.of(
            History.of(List.of("a", "b")), History.of(List.of()), History.of(List.of("x", "d")));
    List<float[]> all = recommender.embedAll(histories);
    for (int i = 0; i < 3; i++) {
      assertThat(all.get(i)).isEqualTo(recommender.embed(histories.get(i)));
    }
    assertThat(all.get(2)).containsExactly(-1, 0.5f);
    try (Stream<Embedding> users = recommender.userEmbeddings()) {
      assertThat(users.map(Embedding::id)).containsExactly("ann", "bob", "eve");
    }
    List<Embedding> items = recommender.itemEmbeddings().toList();
    assertThat(items).extracting(Embedding::id).containsExactly("a", "b", "c", "d", "e");
    float[] ann = recommender.userEmbedding("ann").orElseThrow();
    for (Recommendation scored : recommender.scores("ann", recommender.items().ids()).scored()) {
      Embedding item = items.get(recommender.items().indexOf(scored.item()));
      float score = item.bias();
      for (int i = 0; i < ann.length; i++) {
        score += ann[i] * item.vector()[i];
      }
      assertThat(score).isCloseTo(scored.score(), within(1e-6f));
    }
  }

  @Test
  @DisplayName(
      "is answered by a trained model in the same process as by its bundle, and info says"
          + " what it is")
  void inProcess() {
    try (HardGNNModel model =
        TinyData.quick()
            .build()
            .fit(TinyData.dataset(), FitOptions.defaults().engine(new PlainEngine()))) {
      OnnxExporter.export(model, folder.resolve("exported"));
      OnnxRecommender direct = OnnxRecommender.of(model);
      try (OnnxRecommender opened = OnnxRecommender.open(folder.resolve("exported"))) {
        for (String user : model.users().ids()) {
          assertThat(direct.recommend(user, 5)).isEqualTo(opened.recommend(user, 5));
          assertThat(direct.recommendFor(opened.history(user), 5))
              .isEqualTo(opened.recommendFor(opened.history(user), 5));
        }
        RecommenderInfo info = opened.info();
        assertThat(info.version()).startsWith("version-1-");
        assertThat(info.createdAt())
            .hasValueSatisfying(at -> assertThat(at).hasToString(model.provenance().createdAt()));
        assertThat(info.configuration()).isEqualTo(model.config().toJson());
        assertThat(info.dataFingerprint()).isEqualTo(model.provenance().datasetFingerprint());
        assertThat(info.validation()).isEqualTo(model.provenance().validation()).isNotEmpty();
        assertThat(info.device()).isEqualTo("CPU");
        assertThat(info.items()).isEqualTo(model.items().size());
      } finally {
        direct.close();
      }
    }
  }
}
