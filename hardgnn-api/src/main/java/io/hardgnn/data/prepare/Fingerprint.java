package io.hardgnn.data.prepare;

import io.hardgnn.data.Sequences;
import io.hardgnn.data.Vocabulary;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.IntUnaryOperator;

/**
 * SHA-256 over all that a dataset is, in a byte order of its own, so that every platform finds the
 * same.
 */
final class Fingerprint {

  private static final byte[] FORMAT = "hardgnn-dataset-1".getBytes(StandardCharsets.US_ASCII);

  private final MessageDigest digest;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);

  private Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Hashes vocabularies, sequences with times, and the number of training interactions of each
   * user.
   */
  static String of(Vocabulary users, Vocabulary items, Sequences all, IntUnaryOperator trained) {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.digest.update(FORMAT);
    fingerprint.add(users);
    fingerprint.add(items);
    fingerprint.add(all, trained);
    return fingerprint.finish();
  }

  private void add(Vocabulary vocabulary) {
    putInt(vocabulary.size());
    for (int index = 0; index < vocabulary.size(); index++) {
      byte[] id = vocabulary.id(index).getBytes(StandardCharsets.UTF_8);
      putInt(id.length); // without the length, "ab","c" and "a","bc" would hash alike
      flush();
      digest.update(id);
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
    digest.update(buffer.array(), 0, buffer.position());
    buffer.clear();
  }

  private String finish() {
    flush();
    return HexFormat.of().formatHex(digest.digest());
  }
}
