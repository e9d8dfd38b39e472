package io.hardgnn.resources;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/**
 * Checks that what is done again and again holds nothing afterwards.
 *
 * <p>Run it in an {@link OwnProcess}: the memory, the threads and the temporary files of a process
 * that does other things too, or that shares its folder of temporary files, tell nothing.
 */
public final class FlatResources {

  private static final int BLOCKS = 4;

  private FlatResources() {}

  /**
   * Fails if threads, descriptors or temporary files are left, or if the memory grows in each of
   * four blocks. A leak grows in each; what an allocator keeps in reserve does not.
   *
   * @param times how often it is done, beside a fifth of that (at least 20) before anything is
   *     measured
   * @param kilobytes how much memory each time may leave
   * @param once what is done
   */
  public static void check(int times, long kilobytes, Runnable once) {
    repeat(Math.max(20, times / 5), once);
    List<Resources> held = new ArrayList<>(List.of(Resources.now()));
    int size = times / BLOCKS;
    for (int block = 0; block < BLOCKS; block++) {
      repeat(size, once);
      held.add(Resources.now());
    }
    Resources before = held.get(0);
    Resources after = held.get(BLOCKS);
    assertThat(after.threads() - before.threads()).as("%s", held).isLessThan(4); // of the JVM
    assertThat(after.descriptors() - before.descriptors()).as("%s", held).isLessThan(4);
    assertThat(after.temporaryFiles()).as("%s", held).isEqualTo(before.temporaryFiles());
    long least = Long.MAX_VALUE;
    for (int block = 0; block < BLOCKS; block++) {
      least =
          Math.min(
              least, held.get(block + 1).residentKilobytes() - held.get(block).residentKilobytes());
    }
    assertThat(least).as("%s", held).isLessThan(kilobytes * size);
  }

  private static void repeat(int times, Runnable once) {
    for (int time = 0; time < times; time++) {
      once.run();
    }
  }
}
