package io.hardgnn.benchmarks.reliability.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Decisions that bytes make: small ones from the front, what is left as text or content. */
final class Choices {

  private final byte[] bytes;
  private int next;

  Choices(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A number from 0 to {@code bound - 1}; 0 when the bytes are used up. */
  int below(int bound) {
    return (number(1) & 0xFF) % bound;
  }

  /** A yes or a no. */
  boolean yes() {
    return below(2) == 1;
  }

  /** One of these. */
  <T> T of(List<T> values) {
    return values.get(below(values.size()));
  }

  /** Any whole number, often one at the edge of what can be. */
  int any() {
    return switch (below(8)) {
      case 0 -> Integer.MIN_VALUE;
      case 1 -> Integer.MAX_VALUE;
      case 2, 3 -> number(4);
      default -> below(16) - 2;
    };
  }

  /** Any number, the infinite and the undefined among them. */
  double anyDouble() {
    return switch (below(8)) {
      case 0 -> Double.NaN;
      case 1 -> Double.POSITIVE_INFINITY;
      case 2 -> -Double.MIN_VALUE;
      case 3 -> Double.MAX_VALUE;
      default -> number(2) / 1000.0;
    };
  }

  /** A short text. */
  String text() {
    return new String(take(below(12)), StandardCharsets.UTF_8);
  }

  /** Whether there are bytes left. */
  boolean hasMore() {
    return next < bytes.length;
  }

  /** All bytes that are left. */
  byte[] rest() {
    return take(bytes.length - next);
  }

  private byte[] take(int count) {
    byte[] taken = new byte[Math.min(count, bytes.length - next)];
    System.arraycopy(bytes, next, taken, 0, taken.length);
    next += taken.length;
    return taken;
  }

  private int number(int size) {
    int number = 0;
    for (byte one : take(size)) {
      number = number << 8 | one & 0xFF;
    }
    return number;
  }
}
