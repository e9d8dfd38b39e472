package io.hardgnn.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.CandidateScores;
import io.hardgnn.History;
import io.hardgnn.ItemFilter;
import io.hardgnn.RecommendRequest;
import io.hardgnn.Recommendation;
import io.hardgnn.Recommendations;
import io.hardgnn.Recommender;
import io.hardgnn.RecommenderInfo;
import io.hardgnn.UnknownIdException;
import io.hardgnn.UserRecommendations;
import io.hardgnn.blend.BlendWeights;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.onnx.bundle.BundleContents;
import io.hardgnn.onnx.bundle.BundleWriter;
import io.hardgnn.onnx.bundle.EmbeddingRows;
import io.hardgnn.onnx.bundle.TransitionTables;
import io.hardgnn.transitions.ItemTransitions;
import io.hardgnn.transitions.RecencyWeights;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A recommender opened from a bundle")
class OnnxRecommenderTest {

  @TempDir private Path folder;
  private OnnxRecommender recommender;

  @BeforeEach
  void open() {
    BundleWriter.write(folder.resolve("bundle"), TinyBundle.contents().build());
    recommender = OnnxRecommender.open(folder.resolve("bundle"));
  }

  @AfterEach
  void close() {
    recommender.close();
  }

  @Test
  @DisplayName("gives numbers as scores, however small the epsilon of transitions that say nothing")
  void tinyEpsilon() {
    ItemTransitions leads =
        ItemTransitions.of(
            new int[][] {{1}, {}, {}, {}, {}}, new float[][] {{0.5f}, {}, {}, {}, {}});
    TransitionTables tables =
        new TransitionTables(leads, new BlendWeights(2, 1e-16, 0), new RecencyWeights(3, 0.5));
    Path target = folder.resolve("epsilon");
    BundleWriter.write(target, TinyBundle.contents().transitions(tables).build());
    try (OnnxRecommender tiny = OnnxRecommender.open(target)) {
      assertThat(tiny.recommendFor(List.of("c"), 4)).hasSize(4); // which leads to nothing
      assertThat(tiny.scoresFor(List.of("c"), List.of("a", "b")))
          .isEqualTo(recommender.scoresFor(List.of("c"), List.of("a", "b")));
    }
  }

  @Test
  @DisplayName("is not written where a number is not finite, which no reader takes")
  void notFinite() {
    float[] wrong = TinyBundle.ITEMS.clone();
    wrong[3] = Float.NaN;
    Path target = folder.resolve("wrong");
    assertThatThrownBy(
            () ->
                BundleWriter.write(
                    target,
                    TinyBundle.contents().itemEmbeddings(EmbeddingRows.of(wrong, 2)).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 1 holds a value that is not finite");
    assertThat(target.resolve("current")).doesNotExist();
    assertThatThrownBy(
            () -> TinyBundle.contents().itemBias(new float[] {0, 1, 2, 3, 1 / 0f}).build())
        .hasMessageContaining("an item bias is not finite");
  }

  @Test
  @DisplayName("recommends unseen items, best first, of equal scores the earlier item")
  void recommendsUnseenItems() {
    assertThat(recommender.recommend("ann", 10))
        .containsExactly(
            new Recommendation("c", 2),
            new Recommendation("d", -0.5f),
            new Recommendation("e", -0.5f));
    assertThat(recommender.recommend("ann", 1)).containsExactly(new Recommendation("c", 2));
  }

  @Test
  @DisplayName("lets filters choose: known items, allowed ones, denied ones, a test")
  void filters() {
    ItemFilter all = ItemFilter.unseen().includingKnown();
    assertThat(recommender.recommend("ann", 10, all))
        .extracting(Recommendation::item)
        .containsExactly("c", "a", "b", "d", "e");
    assertThat(recommender.recommend("ann", 10, all.only(List.of("a", "e", "new item"))))
        .extracting(Recommendation::item)
        .containsExactly("a", "e");
    assertThat(recommender.recommend("ann", 10, ItemFilter.unseen().without(List.of("c", "gone"))))
        .extracting(Recommendation::item)
        .containsExactly("d", "e");
    assertThat(recommender.recommend("ann", 10, all.matching(item -> item.compareTo("c") > 0)))
        .extracting(Recommendation::item)
        .containsExactly("d", "e");
    assertThat(recommender.recommend("ann", 10, ItemFilter.unseen().only(List.of("a")))).isEmpty();
  }

  @Test
  @DisplayName("reads only the most recent items of a history, and excludes all of it")
  void cropsHistories() {
    assertThat(recommender.embed(List.of("d", "d", "a", "b"))).containsExactly(1, 1);
    assertThat(recommender.recommendFor(List.of("c", "a", "b"), 10))
        .extracting(Recommendation::item)
        .containsExactly("d", "e");
  }

  @Test
  @DisplayName("gives a user never seen in training what a user of that history gets")
  void recommendsForHistories() {
    assertThat(recommender.recommendFor(List.of("a", "b"), 3))
        .isEqualTo(recommender.recommend("ann", 3));
  }

  @Test
  @DisplayName(
      "trained without repeats, reads an item that a history names again at its first place")
  void readsItemsOnce() {
    assertThat(recommender.embed(List.of("b", "a", "a"))).as("b + a").containsExactly(1, 1);
    assertThat(recommender.recommendFor(List.of("a", "a", "b", "a", "b"), 3))
        .isEqualTo(recommender.recommendFor(List.of("a", "b"), 3));
  }

  @Test
  @DisplayName("leaves out and counts the items of a history that it does not know")
  void skipsUnknownItems() {
    assertThat(recommender.recommendFor(List.of("a", "new", "b"), 3))
        .isEqualTo(recommender.recommend("ann", 3));
    assertThat(recommender.unknownHistoryItems()).isEqualTo(1);
  }

  @Test
  @DisplayName("given nothing known of a user, falls back to the most popular items")
  void fallsBackToPopularity() {
    List<Recommendation> popular =
        List.of(
            new Recommendation("a", 0.5f),
            new Recommendation("b", 0.25f),
            new Recommendation("c", 0.25f));
    assertThat(recommender.recommendFor(List.of(), 3)).isEqualTo(popular);
    assertThat(recommender.recommendFor(List.of("new"), 3)).isEqualTo(popular);
    assertThat(recommender.recommend("eve", 3)).isEqualTo(popular);
  }

  @Test
  @DisplayName("answers many users as it answers each")
  void recommendsToMany() {
    assertThat(recommender.recommendAll(List.of("bob", "ann", "bob"), 2))
        .isEqualTo(
            Map.of("ann", recommender.recommend("ann", 2), "bob", recommender.recommend("bob", 2)))
        .satisfies(answers -> assertThat(answers.keySet()).containsExactly("bob", "ann"));
  }

  @Test
  @DisplayName("answers many users as the interface does for whoever answers only one")
  void recommendsToManyAsTheInterface() {
    Recommender oneByOne = new OneByOne(recommender);
    List<String> users = List.of("bob", "ann", "bob", "eve");
    assertThat(oneByOne.recommendAll(users, 2))
        .isEqualTo(recommender.recommendAll(users, 2))
        .satisfies(answers -> assertThat(answers.keySet()).containsExactly("bob", "ann", "eve"));
    for (Recommender one : List.of(oneByOne, recommender)) {
      assertThatIllegalArgumentException().isThrownBy(() -> one.recommendAll(List.of(), 0));
      UserRecommendations some = one.recommendAll(List.of("zoe", "ann", "joe", "zoe"), 1);
      assertThat(some).isEqualTo(Map.of("ann", recommender.recommend("ann", 1)));
      assertThat(some.get("ann")).hasSize(1);
      assertThat(some.get("zoe")).isNull();
      assertThat(some.containsKey("joe")).isFalse();
      assertThat(some.unknownUsers()).containsExactly("zoe", "joe");
    }
  }

  /** What an application writes that replaces the recommender in its tests. */
  private record OneByOne(Recommender answers) implements Recommender {
    @Override
    public Recommendations recommend(RecommendRequest request) {
      return answers.recommend(request);
    }

    @Override
    public List<Recommendation> similarItems(String item, int n, ItemFilter filter) {
      return answers.similarItems(item, n, filter);
    }

    @Override
    public CandidateScores scores(String user, List<String> candidates) {
      return answers.scores(user, candidates);
    }

    @Override
    public CandidateScores scoresFor(History history, List<String> candidates) {
      return answers.scoresFor(history, candidates);
    }

    @Override
    public OptionalDouble itemBias(String item) {
      return answers.itemBias(item);
    }

    @Override
    public Optional<float[]> userEmbedding(String user) {
      return answers.userEmbedding(user);
    }

    @Override
    public Optional<float[]> itemEmbedding(String item) {
      return answers.itemEmbedding(item);
    }

    @Override
    public boolean observe(String user, String item, Instant time) {
      return answers.observe(user, item, time);
    }

    @Override
    public float[] embed(History history) {
      return answers.embed(history);
    }

    @Override
    public Vocabulary users() {
      return answers.users();
    }

    @Override
    public Vocabulary items() {
      return answers.items();
    }

    @Override
    public History history(String user) {
      return answers.history(user);
    }

    @Override
    public RecommenderInfo info() {
      return answers.info();
    }

    @Override
    public void close() {}
  }

  @Test
  @DisplayName(
      "scores the caller's candidates in the caller's order, and names those it does not know")
  void candidates() {
    List<String> asked = List.of("d", "z", "a", "c", "d", "y");
    CandidateScores ann = recommender.scores("ann", asked);
    assertThat(ann.scored())
        .containsExactly(
            new Recommendation("d", -0.5f),
            new Recommendation("a", 1),
            new Recommendation("c", 2),
            new Recommendation("d", -0.5f));
    assertThat(ann.unknown()).containsExactly("z", "y");
    assertThat(recommender.scoresFor(List.of("a", "b"), asked)).isEqualTo(ann);
    assertThat(recommender.scoresFor(List.of("nothing known"), List.of("a", "d")).scored())
        .as("shares of all interactions, as recommendFor ranks")
        .containsExactly(new Recommendation("a", 0.5f), new Recommendation("d", 0));
    assertThatThrownBy(() -> recommender.scores("zoe", asked))
        .isInstanceOf(UnknownIdException.class);
  }

  @Test
  @DisplayName("tells the bias that makes a score of an inner product")
  void biases() {
    assertThat(recommender.itemBias("a")).hasValue(0);
    assertThat(recommender.itemBias("z")).isEmpty();
    BundleContents contents = TinyBundle.contents().itemBias(new float[] {0, 0, 0, 9, 0}).build();
    BundleWriter.write(folder.resolve("biased"), contents);
    try (OnnxRecommender biased = OnnxRecommender.open(folder.resolve("biased"))) {
      assertThat(biased.itemBias("d")).hasValue(9);
      assertThat(biased.scores("ann", List.of("d")).scored())
          .containsExactly(new Recommendation("d", 8.5f))
          .isEqualTo(biased.recommend("ann", 1));
    }
  }

  @Test
  @DisplayName("narrows with every step of a filter")
  void narrows() {
    ItemFilter all = ItemFilter.unseen().includingKnown();
    assertThat(
            recommender.recommend("eve", 9, all.without(List.of("a", "b")).without(List.of("c"))))
        .extracting(Recommendation::item)
        .containsExactlyInAnyOrder("d", "e");
    assertThat(recommender.recommend("eve", 9, all.only(List.of("a", "b")).only(List.of("b", "c"))))
        .extracting(Recommendation::item)
        .containsExactly("b");
    assertThat(
            recommender.recommend(
                "eve",
                9,
                all.matching(id -> !id.equals("a")).matching(id -> id.compareTo("c") < 0)))
        .extracting(Recommendation::item)
        .containsExactly("b");
  }

  @Test
  @DisplayName("names what is null")
  void nulls() {
    assertThatNullPointerException()
        .isThrownBy(() -> recommender.recommend(null, 3))
        .withMessage("user");
    assertThatNullPointerException()
        .isThrownBy(() -> recommender.recommend("ann", 3, null))
        .withMessage("filter");
    assertThatNullPointerException()
        .isThrownBy(() -> recommender.recommendFor((List<String>) null, 3))
        .withMessage("history");
    assertThatNullPointerException()
        .isThrownBy(() -> recommender.similarItems(null, 3))
        .withMessage("item");
    assertThatNullPointerException()
        .isThrownBy(() -> recommender.scores("ann", null))
        .withMessage("candidates");
    assertThatNullPointerException()
        .isThrownBy(() -> recommender.recommendAll(null, 3))
        .withMessage("users");
    assertThatNullPointerException()
        .isThrownBy(() -> recommender.embed((History) null))
        .withMessage("history");
  }

  @Test
  @DisplayName("copies embeddings into an array of the caller's, observed users' too")
  void lookupsIntoAnArray() {
    float[] target = {7, 7};
    assertThat(recommender.userEmbedding("zoe", target)).isFalse();
    assertThat(recommender.itemEmbedding("z", target)).isFalse();
    assertThat(target).containsExactly(7, 7);
    assertThat(recommender.itemEmbedding("d", target)).isTrue();
    assertThat(target).containsExactly(-1, 0.5f);
    assertThat(recommender.userEmbedding("ann", target)).isTrue();
    assertThat(target).containsExactly(1, 1);
    recommender.observe("zoe", "d");
    assertThat(recommender.userEmbedding("zoe", target)).isTrue();
    assertThat(target).containsExactly(recommender.userEmbedding("zoe").orElseThrow());
    for (String user : List.of("ann", "zoe")) {
      assertThatIllegalArgumentException()
          .as(user)
          .isThrownBy(() -> recommender.userEmbedding(user, new float[3]))
          .withMessage("an embedding of 2 values and a target of 3");
    }
  }

  @Test
  @DisplayName("looks up embeddings; unknown ids have none")
  void lookups() {
    assertThat(recommender.userEmbedding("ann"))
        .hasValueSatisfying(v -> assertThat(v).containsExactly(1, 1));
    assertThat(recommender.itemEmbedding("d"))
        .hasValueSatisfying(v -> assertThat(v).containsExactly(-1, 0.5f));
    assertThat(recommender.userEmbedding("zoe")).isEmpty();
    assertThat(recommender.itemEmbedding("z")).isEmpty();
    assertThat(recommender.history("bob").items()).containsExactly("c", "a");
    assertThat(recommender.provenance()).containsEntry("seed", "42");
    assertThat(recommender.embeddingDim()).isEqualTo(2);
  }

  @Test
  @DisplayName("refuses unknown ids with a hint, and n below 1")
  void refusals() {
    assertThatThrownBy(() -> recommender.recommend("zoe", 3))
        .isInstanceOf(UnknownIdException.class)
        .hasMessageContaining("'zoe'")
        .hasMessageContaining("recommendFor");
    assertThatThrownBy(() -> recommender.similarItems("z", 3))
        .isInstanceOf(UnknownIdException.class)
        .hasMessageContaining("'z'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> recommender.recommend("ann", 0))
        .withMessageContaining("0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> recommender.recommendFor(List.of("a"), -1));
  }

  @Test
  @DisplayName("refuses to work once closed; closing twice is harmless")
  void closed() {
    recommender.close();
    recommender.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> recommender.recommend("ann", 1))
        .withMessageContaining("closed");
    assertThatIllegalStateException().isThrownBy(() -> recommender.userEmbedding("ann"));
    assertThatIllegalStateException().isThrownBy(() -> recommender.embed(List.of()));
  }

  @Test
  @DisplayName("adds item biases, reads separate encoder inputs and user vectors")
  void otherParts() {
    float[] inputs = new float[10];
    inputs[0] = 3; // only item a moves the user, to (3, 0)
    BundleContents contents =
        TinyBundle.contents()
            .itemBias(new float[] {0, 0, 0, 10, 0})
            .itemInputs(EmbeddingRows.of(inputs, 2))
            .userVectors(EmbeddingRows.of(new float[] {0, 1, 0, 2, 0, 3}, 2), new float[] {0, 7})
            .encoder(table -> TinyBundle.encoder(table, true))
            .build();
    BundleWriter.write(folder.resolve("other"), contents);
    try (OnnxRecommender other = OnnxRecommender.open(folder.resolve("other"))) {
      assertThat(other.userEmbedding("ann").orElseThrow()).containsExactly(3, 1);
      assertThat(other.userEmbedding("eve").orElseThrow()).containsExactly(0, 3);
      assertThat(other.embed(List.of("a"))).containsExactly(3, 7);
      assertThat(other.recommend("ann", 2))
          .containsExactly(new Recommendation("d", 7.5f), new Recommendation("c", 4));
      assertThat(other.similarItems("c", 2))
          .extracting(Recommendation::item)
          .containsExactly("a", "b");
    }
  }
}
