package io.hardgnn.internal.parallel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Hands out the numbers {@code 0 .. count-1} to workers, in small runs, for some cost far more than
 * others.
 */
public final class Runs {

  private Runs() {}

  /**
   * Returns when every number was given to one of the workers.
   *
   * @param length numbers of a run, at least 1
   * @param threads greatest number of workers that are busy at a time, at least 1
   * @param worker makes a worker with working memory of its own
   */
  public static void forEach(int count, int length, int threads, Supplier<IntConsumer> worker) {
    int runs = count / length + (count % length == 0 ? 0 : 1);
    AtomicInteger next = new AtomicInteger();
    IntStream.range(0, Math.min(threads, runs))
        .parallel()
        .forEach(
            number -> {
              IntConsumer consumer = worker.get();
              for (int run = next.getAndIncrement(); run < runs; run = next.getAndIncrement()) {
                int first = run * length;
                for (int i = first; i < Math.min(first + length, count); i++) {
                  consumer.accept(i);
                }
              }
            });
  }
}
