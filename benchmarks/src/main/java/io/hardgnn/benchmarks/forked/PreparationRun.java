package io.hardgnn.benchmarks.forked;

import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.benchmarks.harness.Machine;
import io.hardgnn.benchmarks.plain.PlainArrays;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.IntervalGraph;
import io.hardgnn.data.IntervalScheme;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.data.prepare.RepeatRule;
import io.hardgnn.io.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One preparation in a JVM of its own: {@code RESULT plain|KEEP_ALL|KEEP_FIRST FILE INTERVALS}. */
public final class PreparationRun {

  private PreparationRun() {}

  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[2]);
    int intervals = Integer.parseInt(args[3]);
    Map<String, Object> result =
        args[1].equals("plain")
            ? plain(file, intervals)
            : library(file, intervals, RepeatRule.valueOf(args[1]));
    result.put("peakRssMb", Machine.peakMegabytes());
    Json.write(Path.of(args[0]), result);
  }

  private static Map<String, Object> plain(Path file, int intervals) throws IOException {
    PlainArrays arrays = new PlainArrays(intervals);
    arrays.prepare(file);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("readSeconds", arrays.readSeconds);
    result.put("totalSeconds", arrays.totalSeconds);
    result.put("copySeconds", 0);
    result.put("rows", arrays.rows);
    result.put("users", arrays.userCount);
    result.put("items", arrays.itemCount);
    return result;
  }

  private static Map<String, Object> library(Path file, int intervals, RepeatRule repeats) {
    long start = System.nanoTime();
    InteractionLog log = InteractionLog.read(file);
    double read = Benchmark.secondsSince(start);
    Dataset dataset = DatasetBuilder.of(log).repeats(repeats).build();
    double built = Benchmark.secondsSince(start);
    List<IntervalGraph> graphs =
        dataset.training().intervalGraphs(intervals, IntervalScheme.EQUAL_WIDTH);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("readSeconds", read);
    result.put("datasetSeconds", built);
    double total = Benchmark.secondsSince(start);
    dataset.training().sequences(); // a copy, which is made when it is first asked for
    result.put("totalSeconds", total);
    result.put("copySeconds", Benchmark.secondsSince(start) - total);
    result.put("rows", dataset.all().size());
    result.put("users", dataset.users().size());
    result.put("items", dataset.items().size());
    result.put("edges", graphs.stream().mapToLong(IntervalGraph::edgeCount).sum());
    return result;
  }
}
