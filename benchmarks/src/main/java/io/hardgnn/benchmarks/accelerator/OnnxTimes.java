package io.hardgnn.benchmarks.accelerator;

import io.hardgnn.History;
import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.onnx.OnnxRecommender;
import io.hardgnn.onnx.runtime.ExecutionDevice;
import io.hardgnn.onnx.runtime.InferenceOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Median times of requests to an exported bundle, by one caller.
 *
 * @param device {@code CPU} or {@code CUDA}, where ONNX Runtime really ran
 * @param recommendMicros ten items for a known user
 * @param historyMicros ten items for a history, by way of the encoder
 * @param batchMicros ten items for each of {@value #BATCH} known users
 */
public record OnnxTimes(
    String device, double recommendMicros, double historyMicros, double batchMicros) {

  static final int BATCH = 32;
  private static final int N = 10;
  private static final int REQUESTS = 200;

  /** Asks a bundle, on a device where it can be used. */
  static OnnxTimes measure(Path bundle, ExecutionDevice device) {
    InferenceOptions options = InferenceOptions.defaults().device(device);
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle, options)) {
      SplittableRandom random = new SplittableRandom(1);
      List<String> users = List.copyOf(recommender.users().ids());
      List<History> histories = users.stream().limit(REQUESTS).map(recommender::history).toList();
      return new OnnxTimes(
          recommender.device().name(),
          medianMicros(REQUESTS, () -> recommender.recommend(any(users, random), N).size()),
          medianMicros(REQUESTS, () -> recommender.recommendFor(any(histories, random), N).size()),
          medianMicros(
              REQUESTS / 4,
              () ->
                  recommender
                      .recommendAll(
                          Stream.generate(() -> any(users, random)).limit(BATCH).toList(), N)
                      .size()));
    }
  }

  private static <T> T any(List<T> values, SplittableRandom random) {
    return values.get(random.nextInt(values.size()));
  }

  /** One request; says how much was found, so that none is optimised away. */
  private interface Request {
    int ask();
  }

  private static double medianMicros(int count, Request request) {
    int found = 0;
    for (int i = 0; i < count / 4; i++) {
      found += request.ask();
    }
    double[] micros = new double[count];
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      found += request.ask();
      micros[i] = (System.nanoTime() - start) / 1e3;
    }
    if (found == 0) {
      throw new IllegalStateException("no request found anything");
    }
    return Benchmark.median(micros);
  }
}
