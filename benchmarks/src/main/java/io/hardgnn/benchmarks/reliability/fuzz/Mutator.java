package io.hardgnn.benchmarks.reliability.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Makes inputs of inputs: turned bits, changed, doubled and lost pieces, and pieces of others. */
final class Mutator {

  private static final int LONGEST = 1 << 16;

  /** Characters that mean something in one format or another. */
  private static final String TELLING = "\0\n\r\"\\,\t[]{}:-9.eE;|\u007f";

  private final List<byte[]> corpus;
  private final SplittableRandom random;

  Mutator(List<byte[]> corpus, long seed) {
    this.corpus = corpus;
    this.random = new SplittableRandom(seed);
  }

  byte[] next() {
    byte[] bytes = any();
    int changes = 1 + random.nextInt(4);
    for (int change = 0; change < changes; change++) {
      bytes = changed(bytes);
    }
    return bytes.length > LONGEST ? Arrays.copyOf(bytes, LONGEST) : bytes;
  }

  private byte[] any() {
    return corpus.isEmpty() ? new byte[0] : corpus.get(random.nextInt(corpus.size())).clone();
  }

  private byte[] changed(byte[] bytes) {
    if (bytes.length == 0) {
      byte[] noise = new byte[1 + random.nextInt(40)];
      random.nextBytes(noise);
      return noise;
    }
    int place = random.nextInt(bytes.length);
    int end = Math.min(bytes.length, place + 1 + random.nextInt(12));
    return switch (random.nextInt(6)) {
      case 0 -> {
        bytes[place] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        yield bytes;
      }
      case 1 -> {
        bytes[place] = (byte) TELLING.charAt(random.nextInt(TELLING.length()));
        yield bytes;
      }
      case 2 -> joined(bytes, 0, end, bytes, place); // a piece twice
      case 3 -> joined(bytes, 0, place, bytes, end); // a piece lost
      case 4 -> Arrays.copyOf(bytes, place);
      default -> {
        byte[] other = any();
        yield joined(bytes, 0, place, other, other.length == 0 ? 0 : random.nextInt(other.length));
      }
    };
  }

  private static byte[] joined(byte[] first, int from, int to, byte[] second, int rest) {
    byte[] joined =
        Arrays.copyOf(Arrays.copyOfRange(first, from, to), to - from + second.length - rest);
    System.arraycopy(second, rest, joined, to - from, second.length - rest);
    return joined;
  }
}
