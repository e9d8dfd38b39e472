package io.hardgnn.onnx.serving;

import io.hardgnn.AnswerSource;
import io.hardgnn.onnx.bundle.EmbeddingTable;
import io.hardgnn.onnx.scoring.IndexedHistory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom a request is for, in the indices of one bundle.
 *
 * @param history their items
 * @param userVector {@code [d]} what an encoder with such an input is given beside the history
 * @param embedding {@code [d]}, or null where the encoder has to be asked
 * @param source what an answer is made of; {@code FALLBACK} where nothing is known
 * @param unknownItems items of the history that were left out
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Subject(
    IndexedHistory history,
    float[] userVector,
    float @Nullable [] embedding,
    AnswerSource source,
    List<String> unknownItems) {

  /** Returns this subject with an embedding, which says something if it is not all zeros. */
  Subject embedded(float[] found) {
    return new Subject(
        history,
        userVector,
        found,
        EmbeddingTable.norm(found) == 0 ? AnswerSource.FALLBACK : source,
        unknownItems);
  }
}
