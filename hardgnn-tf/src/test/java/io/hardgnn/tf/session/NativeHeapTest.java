package io.hardgnn.tf.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The native heap")
class NativeHeapTest {

  private static final int BYTES = 64 << 10; // below the size that is mapped by itself
  private static final int COUNT = 3200; // 200 MiB

  private final List<Pointer> kept = new ArrayList<>();

  @Test
  @DisplayName("gives what was freed between blocks in use back to the system")
  void givesBack() {
    Assumptions.assumeTrue(NativeHeap.trim(), "this JVM can trim the native heap");
    NativeLibrary.load();
    NativeHeap.trim();
    long before = Pointer.physicalBytes();
    List<Pointer> freed = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      Pointer block = Pointer.malloc(BYTES);
      Pointer.memset(block, 1, BYTES);
      (i % 10 == 0 ? kept : freed).add(block);
    }
    freed.forEach(Pointer::free);
    assertThat(Pointer.physicalBytes() - before)
        .as("kept by the allocator, for blocks in use lie between")
        .isGreaterThan(150L << 20);
    NativeHeap.trim();
    assertThat(Pointer.physicalBytes() - before).isLessThan(60L << 20);
  }

  @AfterEach
  void free() {
    kept.forEach(Pointer::free);
  }
}
