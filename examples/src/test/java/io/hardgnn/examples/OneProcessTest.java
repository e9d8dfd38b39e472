package io.hardgnn.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.Recommendation;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.data.prepare.RepeatRule;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.onnx.OnnxExporter;
import io.hardgnn.onnx.OnnxRecommender;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A process with both engines")
class OneProcessTest {

  private static final int RECOMMENDERS = 10;
  private static final int TRAININGS = 2;

  @TempDir private Path folder;

  private static HardGNN settings(long seed) {
    return HardGNN.builder()
        .encoder(new ResidualGraph().embeddingDim(8).graphLayers(0).attentionLayers(1))
        .epochs(2)
        .seed(seed)
        .build();
  }

  /** Returns the bits of all that is learned, by name. */
  private static Map<String, List<Integer>> train(Dataset dataset, long seed) {
    Map<String, List<Integer>> bits = new TreeMap<>();
    try (HardGNNModel model = settings(seed).fit(dataset)) {
      model
          .parameters()
          .parameters()
          .forEach((name, value) -> bits.put(name, bits(value.floats())));
      bits.put("the table of items", bits(model.parameters().itemTable().floats()));
    }
    return bits;
  }

  private static List<Integer> bits(float[] values) {
    List<Integer> bits = new ArrayList<>();
    for (float value : values) {
      bits.add(Float.floatToRawIntBits(value));
    }
    return bits;
  }

  /** What a recommender answers; equal only if all scores and numbers are. */
  private record Answers(
      List<Recommendation> known, List<Recommendation> stranger, FloatBuffer embedding) {

    static Answers of(OnnxRecommender recommender) {
      List<String> history = List.of("i1", "i2", "i61");
      return new Answers(
          recommender.recommend("u3", 20),
          recommender.recommendFor(history, 20),
          FloatBuffer.wrap(recommender.embed(history)));
    }
  }

  @Test
  @DisplayName("trains two models beside ten recommenders, each with the bits of it alone")
  void atOnce() throws Exception {
    Path bundle = SmallBundle.export(folder);
    Dataset dataset = DatasetBuilder.of(InteractionLog.read(folder.resolve("small.csv"))).build();
    List<Map<String, List<Integer>>> alone = List.of(train(dataset, 1), train(dataset, 2));
    assertThat(alone.get(0)).isNotEqualTo(alone.get(1));
    Answers answers;
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      answers = Answers.of(recommender);
    }

    CountDownLatch training = new CountDownLatch(TRAININGS);
    ExecutorService threads = Executors.newFixedThreadPool(RECOMMENDERS + TRAININGS);
    try {
      List<Future<?>> serving = new ArrayList<>();
      for (int n = 0; n < RECOMMENDERS; n++) {
        serving.add(threads.submit(() -> answersAlike(bundle, answers, training)));
      }
      List<Future<Map<String, List<Integer>>>> trained = new ArrayList<>();
      for (long seed = 1; seed <= TRAININGS; seed++) {
        long own = seed;
        trained.add(
            threads.submit(
                () -> {
                  try {
                    return train(dataset, own);
                  } finally {
                    training.countDown();
                  }
                }));
      }
      for (int n = 0; n < TRAININGS; n++) {
        assertThat(trained.get(n).get()).isEqualTo(alone.get(n));
      }
      for (Future<?> one : serving) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Opens a recommender, and asks it again and again while models are trained. */
  private static void answersAlike(Path bundle, Answers expected, CountDownLatch training) {
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      do {
        assertThat(Answers.of(recommender)).isEqualTo(expected);
      } while (training.getCount() > 0);
    }
  }

  @Test
  @DisplayName("serves ids of any Unicode as they were in the data")
  void unicode() {
    String[] ids = {"日本", "a b", "\u0000", "\ud83d\ude00", "é", "e\u0301", "\u202e", "'\""};
    InteractionLog.Builder log = InteractionLog.builder();
    for (int user = 0; user < ids.length; user++) {
      for (int n = 0; n < 6; n++) {
        log.add(ids[user], ids[(user + n) % ids.length], n);
      }
    }
    Dataset dataset =
        DatasetBuilder.of(log.build())
            .minUserInteractions(1)
            .minItemInteractions(1)
            .repeats(RepeatRule.KEEP_ALL)
            .build();
    try (HardGNNModel model = settings(1).fit(dataset)) {
      model.save(folder.resolve("model"));
    }
    try (HardGNNModel model = HardGNNModel.load(folder.resolve("model"))) {
      OnnxExporter.export(model, folder.resolve("bundle"));
    }
    try (OnnxRecommender recommender = OnnxRecommender.open(folder.resolve("bundle"))) {
      for (int user = 0; user < ids.length; user++) {
        List<String> left = List.of(ids[(user + 6) % ids.length], ids[(user + 7) % ids.length]);
        assertThat(recommender.recommend(ids[user], ids.length))
            .as("the two items that the user of number %s has not seen", user)
            .extracting(Recommendation::item)
            .containsExactlyInAnyOrderElementsOf(left);
      }
    }
  }
}
