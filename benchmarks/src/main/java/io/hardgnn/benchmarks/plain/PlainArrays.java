package io.hardgnn.benchmarks.plain;

import io.hardgnn.benchmarks.harness.Benchmark;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The yardstick of data preparation: what one would write by hand for one file of numeric ids
 * without quotes or mistakes. Reads it into arrays, takes the 5-core to its fixed point, sorts each
 * user's events by time and cuts them into intervals of equal width. No checks, no split, no
 * graphs.
 */
public final class PlainArrays {

  private static final int CORE = 5;

  private int[] users = new int[1 << 20];
  private int[] items = new int[1 << 20];
  private long[] times = new long[1 << 20];
  private int size;
  private final Int2IntOpenHashMap userIds = new Int2IntOpenHashMap();
  private final Int2IntOpenHashMap itemIds = new Int2IntOpenHashMap();

  public int rows;
  public int userCount;
  public int itemCount;
  final int[] perInterval;
  public double readSeconds;
  public double totalSeconds;

  public PlainArrays(int intervals) {
    perInterval = new int[intervals];
  }

  public void prepare(Path file) throws IOException {
    long start = System.nanoTime();
    read(file);
    readSeconds = Benchmark.secondsSince(start);
    core();
    order();
    totalSeconds = Benchmark.secondsSince(start);
  }

  private void read(Path file) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
    byte[] bytes = buffer.array();
    boolean header = true;
    int column = 0;
    long value = 0;
    int user = 0;
    int item = 0;
    try (FileChannel channel = FileChannel.open(file)) {
      while (channel.read(buffer) >= 0) {
        for (int i = 0; i < buffer.position(); i++) {
          byte c = bytes[i];
          if (header) {
            header = c != '\n';
          } else if (c >= '0' && c <= '9') {
            value = value * 10 + c - '0';
          } else if (c == ',') {
            if (column++ == 0) {
              user = (int) value;
            } else {
              item = (int) value;
            }
            value = 0;
          } else if (c == '\n') {
            add(index(userIds, user), index(itemIds, item), value);
            value = 0;
            column = 0;
          }
        }
        buffer.clear();
      }
    }
  }

  private static int index(Int2IntOpenHashMap ids, int id) {
    int next = ids.size();
    int known = ids.putIfAbsent(id, next + 1); // 0 is what an absent one had
    return known == 0 ? next : known - 1;
  }

  private void add(int user, int item, long time) {
    if (size == users.length) {
      users = Arrays.copyOf(users, 2 * size);
      items = Arrays.copyOf(items, 2 * size);
      times = Arrays.copyOf(times, 2 * size);
    }
    users[size] = user;
    items[size] = item;
    times[size++] = time;
  }

  private void core() {
    int[] ofUser = new int[userIds.size()];
    int[] ofItem = new int[itemIds.size()];
    int before;
    do {
      before = size;
      Arrays.fill(ofUser, 0);
      Arrays.fill(ofItem, 0);
      for (int i = 0; i < size; i++) {
        ofUser[users[i]]++;
        ofItem[items[i]]++;
      }
      int kept = 0;
      for (int i = 0; i < size; i++) {
        if (ofUser[users[i]] >= CORE && ofItem[items[i]] >= CORE) {
          users[kept] = users[i];
          items[kept] = items[i];
          times[kept++] = times[i];
        }
      }
      size = kept;
    } while (size < before);
    rows = size;
    userCount = renumber(ofUser, users);
    itemCount = renumber(ofItem, items);
  }

  private int renumber(int[] counts, int[] indices) {
    int next = 0;
    for (int i = 0; i < counts.length; i++) {
      counts[i] = counts[i] > 0 ? next++ : -1;
    }
    for (int i = 0; i < size; i++) {
      indices[i] = counts[indices[i]];
    }
    return next;
  }

  private void order() {
    int[] offsets = new int[userCount + 1];
    long first = Long.MAX_VALUE;
    long last = 0;
    for (int i = 0; i < size; i++) {
      offsets[users[i] + 1]++;
      first = Math.min(first, times[i]);
      last = Math.max(last, times[i]);
    }
    for (int user = 0; user < userCount; user++) {
      offsets[user + 1] += offsets[user];
    }
    int[] place = offsets.clone();
    long[] keys = new long[size]; // 40 bits of time before 24 bits of item: one sort of primitives
    for (int i = 0; i < size; i++) {
      keys[place[users[i]]++] = (times[i] - first) << 24 | items[i];
    }
    IntStream.range(0, userCount)
        .parallel()
        .forEach(user -> Arrays.sort(keys, offsets[user], offsets[user + 1]));
    long span = last - first + 1;
    for (long key : keys) {
      perInterval[(int) (perInterval.length * (key >>> 24) / span)]++;
    }
  }
}
