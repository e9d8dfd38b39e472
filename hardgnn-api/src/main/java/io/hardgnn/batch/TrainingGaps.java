package io.hardgnn.batch;

import io.hardgnn.data.Sequences;
import io.hardgnn.encoder.TimeGaps;
import java.util.SplittableRandom;

/**
 * Fills the times between interactions into the sequences of a step, but leaves them out of a tenth
 * of the sequences: those whom a request describes by items alone are served with what is learned
 * there.
 *
 * @param read whether the encoder reads them; otherwise nothing is filled in or drawn
 */
record TrainingGaps(boolean read, Sequences sequences) {

  private static final double LEFT_OUT = 0.1;

  /**
   * Fills a row.
   *
   * @param first flat position of the first of its interactions
   * @param count number of interactions
   */
  void fill(
      PaddedSequences padded, SplittableRandom random, int row, int user, int first, int count) {
    if (read && random.nextDouble() >= LEFT_OUT) {
      padded.fillGaps(row, count, position -> TimeGaps.before(sequences, user, first + position));
    }
  }
}
