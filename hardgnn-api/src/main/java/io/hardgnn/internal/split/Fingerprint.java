package io.hardgnn.internal.split;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.hardgnn.data.Sequences;
import io.hardgnn.data.Vocabulary;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.IntUnaryOperator;

/**
 * SHA-256 over all that a dataset is, in a byte order of its own, so that every platform finds the
 * same.
 */
final class Fingerprint {

  /** Of datasets that hold out two interactions of a user or none. */
  private static final byte[] LEAVE_ONE_OUT =
      "hardgnn-dataset-1".getBytes(StandardCharsets.US_ASCII);

  /** Of all others. */
  private static final byte[] PARTS = "hardgnn-dataset-2".getBytes(StandardCharsets.US_ASCII);

  private final Hasher hasher = Hashing.sha256().newHasher();

  /** Numbers, highest byte first; the hasher's own are lowest byte first. */
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);

  private Fingerprint() {}

  /**
   * Hashes vocabularies, sequences with times, and the number of training interactions of each
   * user; where the split is not leave-one-out, of validation interactions too, and the sequences
   * in the order of the parts.
   */
  static String of(Vocabulary users, Vocabulary items, SplitSequences parts) {
    boolean leaveOneOut = parts.areLeaveOneOut();
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.hasher.putBytes(leaveOneOut ? LEAVE_ONE_OUT : PARTS);
    fingerprint.add(users);
    fingerprint.add(items);
    if (!leaveOneOut) {
      for (int known : parts.known()) {
        fingerprint.putInt(known);
      }
    }
    fingerprint.add(parts.arranged(), user -> parts.trained()[user]);
    return fingerprint.finish();
  }

  private void add(Vocabulary vocabulary) {
    putInt(vocabulary.size());
    for (String text : vocabulary.ids()) { // which keeps no strings
      byte[] id = text.getBytes(StandardCharsets.UTF_8);
      putInt(id.length); // without the length, "ab","c" and "a","bc" would hash alike
      flush();
      hasher.putBytes(id);
    }
  }

  private void add(Sequences all, IntUnaryOperator trained) {
    for (int user = 0; user < all.userCount(); user++) {
      putInt(all.length(user));
      putInt(trained.applyAsInt(user));
    }
    for (int position = 0; position < all.size(); position++) {
      putInt(all.item(position));
      if (buffer.remaining() < Long.BYTES) {
        flush();
      }
      buffer.putLong(all.timestamp(position));
    }
  }

  private void putInt(int value) {
    if (buffer.remaining() < Integer.BYTES) {
      flush();
    }
    buffer.putInt(value);
  }

  private void flush() {
    hasher.putBytes(buffer.array(), 0, buffer.position());
    buffer.clear();
  }

  private String finish() {
    flush();
    return hasher.hash().toString();
  }
}
