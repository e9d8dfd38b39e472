package io.hardgnn.benchmarks.forked;

import io.hardgnn.benchmarks.data.SharedData;
import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.benchmarks.harness.Machine;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.Sequences;
import io.hardgnn.io.Json;
import io.hardgnn.transitions.ItemTransitions;
import io.hardgnn.transitions.TransitionCounter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** One count in a JVM of its own: {@code RESULT FILE NEIGHBOURS}. */
public final class TransitionCountsRun {

  private TransitionCountsRun() {}

  public static void main(String[] args) throws IOException {
    Dataset dataset = SharedData.load(null, args[1]);
    Sequences sequences = dataset.training().sequences();
    TransitionCounter counter = TransitionCounter.defaults().neighbours(Integer.parseInt(args[2]));
    long start = System.nanoTime();
    ItemTransitions transitions = counter.count(sequences.items());
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("seconds", Benchmark.secondsSince(start));
    result.put("interactions", sequences.size());
    result.put("items", transitions.itemCount());
    result.put("entries", transitions.size());
    result.put("peakRssMb", Machine.peakMegabytes());
    Json.write(Path.of(args[0]), result);
  }
}
