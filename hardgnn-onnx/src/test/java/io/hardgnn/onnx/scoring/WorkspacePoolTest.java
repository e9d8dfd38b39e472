package io.hardgnn.onnx.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A pool of workspaces")
class WorkspacePoolTest {

  private final List<int[]> made = new ArrayList<>();
  private final WorkspacePool<int[]> pool = new WorkspacePool<>(this::make, space -> space.length);

  private int[] make(int queries) {
    int[] space = new int[queries];
    made.add(space);
    return space;
  }

  @Test
  @DisplayName("lends what was given back, and makes a larger one in place of one too small")
  void lends() {
    int[] first = pool.borrow(3);
    pool.giveBack(first);
    assertThat(pool.borrow(2)).isSameAs(first);
    pool.giveBack(first);
    int[] larger = pool.borrow(4);
    assertThat(larger).hasSize(4);
    pool.giveBack(larger);
    assertThat(pool.borrow(1)).isSameAs(larger);
    assertThat(made).hasSize(2);
  }

  @Test
  @DisplayName("keeps one a processor after a rush of callers")
  void bounded() {
    int processors = Runtime.getRuntime().availableProcessors();
    List<int[]> rush = new ArrayList<>();
    for (int caller = 0; caller < processors + 5; caller++) {
      rush.add(pool.borrow(1));
    }
    rush.forEach(pool::giveBack);
    made.clear();
    for (int caller = 0; caller < processors + 5; caller++) {
      pool.borrow(1);
    }
    assertThat(made).hasSize(5);
  }
}
