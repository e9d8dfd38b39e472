package io.hardgnn.onnx.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.blend.BlendWeights;
import io.hardgnn.onnx.bundle.EmbeddingRows;
import io.hardgnn.onnx.bundle.EmbeddingTable;
import io.hardgnn.onnx.bundle.IndexTable;
import io.hardgnn.onnx.files.TransitionFiles;
import io.hardgnn.onnx.runtime.InferenceOptions;
import io.hardgnn.onnx.scoring.ItemSearch;
import io.hardgnn.onnx.scoring.ItemSearch.Query;
import io.hardgnn.onnx.scoring.ItemSearch.Rescoring;
import io.hardgnn.onnx.scoring.ItemSearch.Search;
import io.hardgnn.onnx.scoring.ScoredItems;
import io.hardgnn.transitions.RecencyWeights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The search by blocks of items")
class BlockedSearchTest {

  private static final int ITEMS = 150;
  private static final int DIM = 6;
  private static final int PER_ROW = 4;
  private static final BlendWeights BLEND = new BlendWeights(1.7, 0.01, 0);
  private static final RecencyWeights RECENCY = new RecencyWeights(3, 0.6);

  private final SplittableRandom random = new SplittableRandom(5);
  private final float[] embeddings = floats(ITEMS * DIM);
  private final float[] bias = floats(ITEMS);
  private final int[] to = new int[ITEMS * PER_ROW];
  private final float[] weights = new float[ITEMS * PER_ROW];

  @TempDir private Path folder;
  private EmbeddingTable table;

  private float[] floats(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  @BeforeEach
  void write() throws IOException {
    Path file = folder.resolve("embeddings");
    EmbeddingTable.write(file, EmbeddingRows.of(embeddings, DIM));
    table = EmbeddingTable.open(file, ITEMS, DIM);
    ByteBuffer indices = ByteBuffer.allocate(4 * to.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int n = 0; n < to.length; n++) {
      boolean there = n % PER_ROW < n / PER_ROW % (PER_ROW + 1); // rows of none to all
      to[n] = there ? random.nextInt(ITEMS) : 0;
      weights[n] = there ? (float) random.nextDouble(0.1, 3) : 0;
      indices.putInt(to[n]);
    }
    Files.write(folder.resolve("to"), indices.array());
    EmbeddingTable.write(folder.resolve("weights"), EmbeddingRows.of(weights, PER_ROW));
  }

  private TransitionEvidence evidence() throws IOException {
    return evidence(BLEND);
  }

  private TransitionEvidence evidence(BlendWeights blend) throws IOException {
    return new TransitionEvidence(
        IndexTable.open(folder.resolve("to"), ITEMS, PER_ROW),
        EmbeddingTable.open(folder.resolve("weights"), ITEMS, PER_ROW),
        TransitionFiles.lengths(folder.resolve("to"), folder.resolve("weights"), ITEMS),
        blend,
        RECENCY);
  }

  private BlockedSearch search(boolean biased, boolean counted, int blockFloats)
      throws IOException {
    return new BlockedSearch(
        table,
        biased ? bias : null,
        counted ? evidence() : null,
        InferenceOptions.defaults(),
        blockFloats);
  }

  private List<Search> searches(int count) {
    List<Search> searches = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      int[] history = random.ints(n % 6, 0, ITEMS).toArray();
      BitSet excluded = new BitSet();
      random.ints(n, 0, ITEMS).forEach(excluded::set);
      int most = n % 7 == 6 ? Integer.MAX_VALUE : 1 + n;
      searches.add(new Search(new Query(floats(DIM), history), most, excluded));
    }
    return searches;
  }

  /** The scores, in plain arithmetic. */
  private double[] scores(Query query, boolean biased, boolean counted) {
    double[] sums = new double[ITEMS];
    int[] history = query.history();
    for (int age = 0; counted && age < Math.min(RECENCY.count(), history.length); age++) {
      int from = history[history.length - 1 - age];
      for (int n = from * PER_ROW; n < (from + 1) * PER_ROW; n++) {
        sums[to[n]] += Math.pow(RECENCY.decay(), age) * weights[n];
      }
    }
    double strongest =
        IntStream.range(0, ITEMS).mapToDouble(item -> sums[item]).max().orElseThrow();
    double[] scores = new double[ITEMS];
    for (int item = 0; item < ITEMS; item++) {
      for (int i = 0; i < DIM; i++) {
        scores[item] += (double) query.embedding()[i] * embeddings[item * DIM + i];
      }
      scores[item] += biased ? bias[item] : 0;
      if (strongest > 0) {
        scores[item] +=
            BLEND.transition() * Math.log(1 + sums[item] / (BLEND.epsilon() * strongest));
      }
    }
    return scores;
  }

  private void check(
      List<Search> searches,
      ScoredItems[] found,
      boolean biased,
      boolean counted,
      @Nullable Rescoring rescoring) {
    assertThat(found).hasSameSizeAs(searches);
    for (int n = 0; n < found.length; n++) {
      Search search = searches.get(n);
      double[] scores = scores(search.query(), biased, counted);
      for (int item = 0; rescoring != null && item < ITEMS; item++) {
        scores[item] = rescoring.of(item, (float) scores[item]);
      }
      int[] expected =
          IntStream.range(0, ITEMS)
              .filter(item -> !search.excluded().get(item))
              .boxed()
              .sorted(Comparator.comparingDouble(item -> -scores[item]))
              .limit(search.n())
              .mapToInt(item -> item)
              .toArray();
      assertThat(found[n].items()).as("search %s", n).containsExactly(expected);
      for (int rank = 0; rank < expected.length; rank++) {
        assertThat((double) found[n].scores()[rank])
            .isCloseTo(scores[expected[rank]], within(1e-4));
      }
    }
  }

  @ParameterizedTest(name = "{0} searches, {1} scores at a time, biases {2}, transitions {3}")
  @CsvSource({
    "1, 1048576, false, false",
    "1, 1048576, true, true",
    "1, 256, true, true",
    "20, 1048576, true, true",
    "20, 400, true, true",
    "20, 256, true, false",
    "130, 1048576, false, true",
    "300, 1000, true, true"
  })
  @DisplayName("finds the best items by inner product, bias and transitions, whatever its blocks")
  void finds(int count, int blockFloats, boolean biased, boolean counted) throws IOException {
    try (BlockedSearch search = search(biased, counted, blockFloats)) {
      List<Search> searches = searches(count);
      check(searches, search.top(searches, ItemSearch.AS_IT_IS), biased, counted, null);
      List<Search> fewer = searches.subList(0, (count + 1) / 2);
      check(fewer, search.top(fewer, ItemSearch.AS_IT_IS), biased, counted, null);
    }
  }

  @Test
  @DisplayName("ranks by what scores are turned into")
  void rescored() throws IOException {
    Rescoring rescoring = (item, score) -> item % 2 == 0 ? -score : Float.NEGATIVE_INFINITY;
    try (BlockedSearch search = search(true, true, 256)) {
      List<Search> searches = searches(1);
      check(searches, search.top(searches, rescoring), true, true, rescoring);
    }
  }

  @Test
  @DisplayName("ranks by the products alone where biases are not wanted")
  void products() throws IOException {
    try (BlockedSearch search = search(true, true, 256)) {
      List<Search> plain =
          searches(20).stream()
              .map(one -> new Search(one.query(), one.n(), one.excluded(), false))
              .toList();
      check(plain, search.top(plain, ItemSearch.AS_IT_IS), false, true, null);
    }
  }

  @Test
  @DisplayName("adds what transitions say to any items by themselves, one history after the other")
  void wantedItems() throws IOException {
    TransitionEvidence evidence = evidence();
    for (Search search : searches(30)) {
      int[] wanted = random.ints(40, 0, ITEMS).toArray();
      double[] with = scores(search.query(), false, true);
      double[] without = scores(search.query(), false, false);
      float[] added = evidence.of(search.query().history(), wanted);
      for (int n = 0; n < wanted.length; n++) {
        assertThat((double) added[n]).isCloseTo(with[wanted[n]] - without[wanted[n]], within(1e-4));
      }
    }
  }

  @Test
  @DisplayName("leaves nothing of one history to the next")
  void independent() throws IOException {
    try (BlockedSearch search = search(true, true, 256)) {
      List<Search> searches = searches(40);
      ScoredItems[] together = search.top(searches, ItemSearch.AS_IT_IS);
      for (int n = 0; n < together.length; n++) {
        ScoredItems alone = search.top(List.of(searches.get(n)), ItemSearch.AS_IT_IS)[0];
        assertThat(alone.items()).containsExactly(together[n].items());
        assertThat(alone.scores()).containsExactly(together[n].scores(), within(1e-5f));
      }
    }
  }

  @Test
  @DisplayName("leaves nothing of a history to the next where adding up what it leads to fails")
  void failing() throws IOException {
    TransitionEvidence evidence = evidence();
    int[] history = {ITEMS - 2, ITEMS - 1, 4}; // which lead to something
    int[] wanted = IntStream.range(0, ITEMS).toArray();
    float[] expected = evidence.of(new int[] {4}, wanted);
    assertThatThrownBy(() -> evidence.of(history, new int[] {0, ITEMS}))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(evidence.of(new int[] {4}, wanted)).as("wanted items").isEqualTo(expected);
    assertThatThrownBy(() -> evidence.of(new int[] {ITEMS, ITEMS - 2, ITEMS - 1}, 16))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(evidence.of(new int[] {4}, wanted)).as("all items").isEqualTo(expected);
    assertThatThrownBy(() -> evidence.of(new int[] {ITEMS, ITEMS - 2, ITEMS - 1}, wanted))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(evidence.of(new int[] {4}, wanted)).as("half a history").isEqualTo(expected);
  }

  @Test
  @DisplayName("adds what a history leads to also where epsilon makes it larger than any float")
  void tinyEpsilon() throws IOException {
    TransitionEvidence evidence = evidence(new BlendWeights(1, 1e-300, 0));
    int[] history = {ITEMS - 1};
    float[] added = evidence.of(history, IntStream.range(0, ITEMS).toArray());
    float greatest = 0;
    for (float each : added) {
      greatest = Math.max(greatest, each);
    }
    assertThat(greatest).isCloseTo((float) Math.log(1e300), within(1e-3f));
    TransitionEvidence.Added pieces = evidence.of(history, 64);
    for (int n = 0; n < pieces.items().length; n++) {
      assertThat(pieces.values()[n]).isEqualTo(added[pieces.items()[n]]);
    }
    assertThatThrownBy(() -> evidence.of(history, 60)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("answers nothing once it is closed")
  void closed() throws IOException {
    BlockedSearch search = search(true, true, 256);
    search.close();
    List<Search> searches = searches(1);
    assertThatThrownBy(() -> search.top(searches, ItemSearch.AS_IT_IS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }
}
