package io.hardgnn.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.io.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Combinations of settings")
class CombinationsTest {

  @Test
  @DisplayName("are drawn as many as asked for, up to all there are, none twice")
  void allThereAre() {
    for (int seed = 0; seed < 20; seed++) {
      for (int n : new int[] {1, 50, 300}) {
        assertThat(Combinations.of(Map.of("a", Range.whole(1, n)), Strategy.random(n, seed)))
            .hasSize(n);
      }
    }
    assertThat(Combinations.of(Map.of("a", Range.of(1, 2)), Strategy.random(9, 1))).hasSize(2);
    assertThat(Combinations.of(Map.of("a", Range.of(1, 1L, 1)), Strategy.random(9, 1))).hasSize(1);
    Map<String, Range> narrow = Map.of("a", Range.between(1, Math.nextUp(Math.nextUp(1.0))));
    assertThat(Combinations.of(narrow, Strategy.random(9, 1))).hasSizeBetween(1, 2);
    Map<String, Range> wide = Map.of("seed", Range.whole(0, Integer.MAX_VALUE));
    assertThat(Combinations.of(wide, Strategy.random(9, 1))).hasSize(9);
    assertThatThrownBy(() -> Combinations.of(wide, Strategy.grid()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("too many for a grid");
    Map<String, Range> many =
        Map.of("a", Range.whole(1, 1000), "b", Range.whole(1, 1000), "c", Range.whole(1, 2));
    assertThatThrownBy(() -> Combinations.of(many, Strategy.grid()))
        .hasMessageContaining("more than 1000000 combinations");
  }

  @Test
  @DisplayName("hold a value once that a range lists twice")
  void sameValueTwice() {
    Map<String, Range> ranges = Map.of("a", Range.of(0.1, 0.5, 0.1));
    assertThat(Combinations.of(ranges, Strategy.grid()))
        .isEqualTo(List.of(Map.of("a", 0.1), Map.of("a", 0.5)));
  }

  @Test
  @DisplayName("are the same whether a number is whole, has a point, or stands in a map")
  void sameNumbers() {
    assertThat(Combinations.of(Map.of("a", Range.of(1, 1.0, 2)), Strategy.grid())).hasSize(2);
    Map<String, Object> own = Map.of("a", 1.0);
    assertThat(Combinations.startingWith(own, List.of(Map.of("a", 1), Map.of("a", 1.5)), 9))
        .containsExactly(own, Map.of("a", 1.5));
    assertThat(Combinations.text(Map.of("b", 1, "a", List.of(2.0))))
        .isEqualTo(Combinations.text(Map.of("a", List.of(2), "b", 1.0)))
        .isNotEqualTo(Combinations.text(Map.of("a", List.of("2"), "b", 1.0)));
  }

  @Test
  @DisplayName("are written in one order of keys, however deep a map is")
  void orderOfKeys() {
    for (String first : List.of("x", "y")) {
      Map<String, Object> inner = new LinkedHashMap<>();
      inner.put(first, 1);
      inner.put("x", 1);
      inner.put("y", 1);
      assertThat(Json.line(Map.of("b", Combinations.plain(Map.of("a", List.of(inner))))))
          .isEqualTo("{\"b\":{\"a\":[{\"x\":1,\"y\":1}]}}");
    }
  }

  @Test
  @DisplayName("begin with one of another origin, once, and are no more than the strategy may have")
  void startingWith() {
    Map<String, Object> one = Map.of("a", 1);
    Map<String, Object> two = Map.of("a", 2);
    Map<String, Object> own = Map.of("a", 9);
    assertThat(Combinations.startingWith(own, List.of(one, two), 3)).containsExactly(own, one, two);
    assertThat(Combinations.startingWith(own, List.of(one, two), 2)).containsExactly(own, one);
    assertThat(Combinations.startingWith(two, List.of(one, two), 2)).containsExactly(two, one);
  }
}
