package io.hardgnn.tf;

import io.hardgnn.tf.session.EngineException;
import io.hardgnn.tf.session.NativeMemory;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The least memory that a run can do with: the most that it holds at the same moment, of what is
 * known before it begins. Rather too little than too much, so that no run is refused that fits:
 * what the process holds already, the layers of the model and the scores of a validation come on
 * top.
 *
 * @param processBytes of the process, Java heap included
 * @param heapBytes of the Java heap
 * @param stepBytes values of a step, at a moment that need not be the one of the others
 */
record MemoryEstimate(long processBytes, long heapBytes, long stepBytes) {

  private static final Logger LOG = LoggerFactory.getLogger(MemoryEstimate.class);

  /**
   * What a run does that takes memory beside its steps.
   *
   * @param averages whether averages of the weights are kept
   * @param validates whether epochs are validated
   * @param again whether a second epoch is judged, beside the best one
   * @param saves whether checkpoints are written that have a best epoch
   * @param resumes whether there is a checkpoint to go on from
   */
  record Moments(
      boolean averages, boolean validates, boolean again, boolean saves, boolean resumes) {}

  /**
   * Returns the estimate.
   *
   * @param bytes the variables
   * @param step values of a step
   */
  static MemoryEstimate of(ParameterBytes bytes, long step, Moments run) {
    long parameters = bytes.parameters();
    long variables = parameters + bytes.slots();
    // The items' embeddings, their transpose and the users' on the heap, the first two natively.
    long tables = 2 * bytes.itemTable() + bytes.userTable();
    long nativeTables = 2 * bytes.itemTable();
    // The weights after an epoch, the averages that are kept, and the best weights so far.
    long read = parameters * (1 + (run.averages() ? 1 : 0) + (run.again() ? 1 : 0));

    long begins = variables; // the values that variables are given in the first run
    long resumes = run.resumes() ? 2 * variables + parameters : 0;
    long judges = read + (run.validates() ? tables : 0);
    long saves =
        run.saves()
            ? variables + parameters + (run.validates() ? tables - bytes.itemTable() : 0)
            : 0;
    long ends = parameters + tables;
    long heap = LongStream.of(begins, resumes, judges, saves, ends).max().orElseThrow();

    long kept = run.validates() ? nativeTables : 0;
    // A table takes the place of the one before it once it is there.
    long replaced = run.validates() && run.again() ? bytes.itemTable() : 0;
    long process =
        LongStream.of(
                resumes,
                variables + Math.max(bytes.largest(), step),
                variables + kept + replaced + judges,
                variables + (saves > 0 ? kept + saves : 0),
                variables + nativeTables + ends)
            .max()
            .orElseThrow();
    return new MemoryEstimate(bytes.start() + process, bytes.start() + heap, step);
  }

  /**
   * Logs the estimate.
   *
   * @param processLimit most bytes that the process may take
   * @param heapLimit most bytes of the Java heap
   * @throws EngineException if the run cannot fit; says what to set
   */
  void check(long processLimit, long heapLimit) {
    LOG.info(
        "training takes at least {} of memory at once, and at least {} of the Java heap",
        NativeMemory.text(processBytes),
        NativeMemory.text(heapBytes));
    if (heapBytes > heapLimit) {
      throw new EngineException(
          "parameters and optimiser take at least "
              + NativeMemory.text(heapBytes)
              + " of the Java heap at once, which is limited to "
              + NativeMemory.text(heapLimit)
              + ": raise -Xmx, lower embeddingDim, or keep fewer users and items"
              + " (minUserInteractions, minItemInteractions)");
    }
    if (processBytes > processLimit) {
      throw new EngineException(
          "training takes at least "
              + NativeMemory.text(processBytes)
              + " at once (the values of a step alone "
              + NativeMemory.text(stepBytes)
              + "), but the process may take "
              + NativeMemory.text(processLimit)
              + ": "
              + remedy()
              + ", or raise the limit, which is the machine's memory or JavaCPP's, four times -Xmx"
              + " unless -D"
              + NativeMemory.LIMIT
              + " says otherwise");
    }
  }

  private String remedy() {
    return stepBytes > processBytes / 2
        ? "lower batchSize, historyLength or the number of negatives"
        : "lower embeddingDim, keep fewer users and items (minUserInteractions,"
            + " minItemInteractions)";
  }
}
