package io.hardgnn.onnx;

import io.hardgnn.evaluation.TopN;
import io.hardgnn.onnx.bundle.EmbeddingRows;
import io.hardgnn.onnx.bundle.EmbeddingTable;
import io.hardgnn.onnx.bundle.ScorerModel;
import io.hardgnn.onnx.graph.OnnxModel;
import io.hardgnn.onnx.graph.OnnxOps;
import io.hardgnn.onnx.graph.TensorSource;
import io.hardgnn.onnx.runtime.InferenceOptions;
import io.hardgnn.onnx.runtime.InferenceSession;
import io.hardgnn.onnx.runtime.TensorBuffer;
import io.hardgnn.onnx.scoring.ExactScorer;
import io.hardgnn.onnx.scoring.ItemSearch;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.TopK;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Compares ways to find the ten best of all items by measurement; run by hand:
 * {@code main [items ...]}.
 *
 * <p>The ways: {@link ExactScorer}; plain Java over the mapped table; and a product followed by
 * TopK inside the graph, which cannot take an arbitrary filter.
 */
final class ScorerBenchmark {

  private static final int DIM = 64;
  private static final int N = 10;

  private ScorerBenchmark() {}

  public static void main(String[] args) throws Exception {
    int[] sizes =
        args.length > 0
            ? Arrays.stream(args).mapToInt(Integer::parseInt).toArray()
            : new int[] {3700, 50_000, 200_000};
    for (int items : sizes) {
      SplittableRandom random = new SplittableRandom(1);
      float[] table = new float[items * DIM];
      for (int i = 0; i < table.length; i++) {
        table[i] = (float) random.nextGaussian();
      }
      Path folder = Files.createTempDirectory("scorer");
      Path file = folder.resolve("items.f32");
      EmbeddingTable.write(file, EmbeddingRows.of(table, DIM));
      for (int batch : new int[] {1, 32}) {
        List<float[]> queries = new ArrayList<>();
        for (int q = 0; q < batch; q++) {
          queries.add(Arrays.copyOfRange(table, q * DIM, q * DIM + DIM));
        }
        measure("ONNX Runtime + TopN", items, batch, scorer(items, table), queries);
        measure("plain Java, mapped  ", items, batch, plain(file, items), queries);
        measure("TopK in the graph   ", items, batch, inGraph(items, table), queries);
      }
      try (EmbeddingTable lookups = EmbeddingTable.open(file, items, DIM)) {
        lookups(lookups);
      }
      Files.delete(file);
      Files.delete(folder);
    }
  }

  private interface Search {
    Object top(List<float[]> queries);
  }

  private static Search scorer(int items, float[] table) {
    OnnxModel model = ScorerModel.of(TensorSource.of(table), null, null, items, DIM, Map.of());
    ExactScorer scorer =
        new ExactScorer(
            InferenceSession.open(model.toByteArray(), InferenceOptions.defaults()),
            items,
            DIM,
            0,
            null);
    return queries ->
        scorer.top(
            queries.stream()
                .map(query -> new ItemSearch.Query(query, new int[0]))
                .map(query -> new ItemSearch.Search(query, N, new BitSet()))
                .toList(),
            ItemSearch.AS_IT_IS);
  }

  private static Search plain(Path file, int items) throws Exception {
    EmbeddingTable mapped = EmbeddingTable.open(file, items, DIM);
    float[] scores = new float[items];
    float[] row = new float[DIM];
    return queries -> {
      int[] last = {};
      for (float[] query : queries) {
        for (int item = 0; item < items; item++) {
          mapped.row(item, row);
          float a = 0;
          float b = 0;
          float c = 0;
          float d = 0;
          for (int i = 0; i < DIM; i += 4) {
            a += query[i] * row[i];
            b += query[i + 1] * row[i + 1];
            c += query[i + 2] * row[i + 2];
            d += query[i + 3] * row[i + 3];
          }
          scores[item] = a + b + c + d;
        }
        last = TopN.select(scores, 0, items, N);
      }
      return last;
    };
  }

  private static Search inGraph(int items, float[] table) {
    OnnxOps ops = new OnnxOps(name -> TensorSource.of(table));
    Dim batch = Dim.named("B");
    Expr query = ops.input("q", DType.FLOAT, Shape.of(batch, DIM));
    Expr scores =
        ops.matmulTransposed(
            query, ops.parameter("items", Shape.of(items, DIM), Initializer.zeros()));
    TopK top = ops.topK(scores, N);
    OnnxModel model =
        ops.model("top", Map.of("values", top.values(), "indices", top.indices()), Map.of());
    InferenceSession session =
        InferenceSession.open(model.toByteArray(), InferenceOptions.defaults());
    return queries -> {
      TensorBuffer in = TensorBuffer.floats(queries.size(), DIM);
      for (int q = 0; q < queries.size(); q++) {
        in.asFloats().put(q * DIM, queries.get(q));
      }
      TensorBuffer values = TensorBuffer.floats(queries.size(), N);
      session.run(
          Map.of("q", in),
          Map.of("values", values, "indices", TensorBuffer.ints(queries.size(), N)));
      return values;
    };
  }

  private static void measure(
      String name, int items, int batch, Search search, List<float[]> queries) {
    long end = System.nanoTime() + 1_500_000_000L;
    List<Long> times = new ArrayList<>();
    while (System.nanoTime() < end) {
      long start = System.nanoTime();
      search.top(queries);
      times.add(System.nanoTime() - start);
    }
    long[] late =
        times.subList(times.size() / 3, times.size()).stream().mapToLong(t -> t).sorted().toArray();
    System.out.printf(
        "%s  %7d items, batch %2d: median %8.3f ms, p99 %8.3f ms%n",
        name, items, batch, late[late.length / 2] / 1e6, late[late.length * 99 / 100] / 1e6);
  }

  private static void lookups(EmbeddingTable table) {
    SplittableRandom random = new SplittableRandom(2);
    float[] row = new float[DIM];
    float sum = 0;
    int count = 2_000_000;
    long start = 0;
    for (int i = -count; i < count; i++) {
      if (i == 0) {
        start = System.nanoTime();
      }
      table.row(random.nextInt(table.rows()), row);
      sum += row[i & 63];
    }
    System.out.printf(
        "lookup in %d rows: %.0f ns (%g)%n",
        table.rows(), (System.nanoTime() - start) / (double) count, sum);
  }
}
