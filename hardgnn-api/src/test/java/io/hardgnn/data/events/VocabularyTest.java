package io.hardgnn.data.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.data.Vocabulary;
import io.hardgnn.internal.ids.IdColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A vocabulary")
class VocabularyTest {

  @Test
  @DisplayName("maps ids to indices and back")
  void maps() {
    Vocabulary vocabulary = Vocabulary.of(List.of("b", "a", ""));
    assertThat(vocabulary.size()).isEqualTo(3);
    assertThat(vocabulary.indexOf("a")).isEqualTo(1);
    assertThat(vocabulary.id(2)).isEmpty();
    assertThat(vocabulary.indexOf("c")).isEqualTo(-1);
    assertThat(vocabulary.contains("b")).isTrue();
    assertThat(vocabulary)
        .isEqualTo(Vocabulary.of(List.of("b", "a", "")))
        .hasSameHashCodeAs(Vocabulary.of(List.of("b", "a", "")));
    assertThat(vocabulary).isNotEqualTo(Vocabulary.of(List.of("a", "b", "")));
    assertThat(Vocabulary.of(List.of()).indexOf("a")).isEqualTo(-1);
    assertThatThrownBy(() -> vocabulary.id(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> vocabulary.ids().set(0, "x"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  @DisplayName("refuses an id that is there twice")
  void refusesTwice() {
    assertThatThrownBy(() -> Vocabulary.of(List.of("a", "b", "a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("id 'a' appears twice in a vocabulary, at 0 and 2");
  }

  @Test
  @DisplayName("refuses null, wherever it is")
  void refusesNull() {
    for (List<String> ids : List.of(Arrays.asList(null, "a"), Arrays.asList("a", null))) {
      assertThatThrownBy(() -> Vocabulary.of(ids))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("an id is null");
    }
  }

  @Test
  @DisplayName("refuses half of a surrogate pair, which no file could hold")
  void refusesUnpairedSurrogates() {
    assertThatThrownBy(() -> Vocabulary.of(List.of("a", "b\uD83D")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at 1, has an unpaired surrogate");
    assertThat(Vocabulary.of(List.of("b\uD83D\uDE00")).size()).isEqualTo(1);
  }

  @Test
  @DisplayName("is built of parts of a buffer as of strings, and refuses the same")
  void builtOfBuffers() {
    char[] buffer = "xannbobb\uD83Dx".toCharArray();
    Vocabulary built =
        Vocabulary.builder()
            .add(buffer, 1, 3)
            .add(buffer, 4, 0)
            .add("bob")
            .add(buffer, 0, 1)
            .build();
    assertThat(built).isEqualTo(Vocabulary.of(List.of("ann", "", "bob", "x")));
    Vocabulary.Builder builder = Vocabulary.builder().add("a");
    assertThatThrownBy(() -> builder.add(buffer, 7, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at 1, has an unpaired surrogate");
    assertThatThrownBy(() -> builder.add(new char[70_000], 0, Vocabulary.MAX_ID_LENGTH + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at 1, has more than 65535 characters");
    assertThatThrownBy(() -> builder.add(buffer, 7, 4))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(builder.add("b").build()).isEqualTo(Vocabulary.of(List.of("a", "b")));
  }

  @Test
  @DisplayName("gives its ids as a list that finds them as the vocabulary does")
  void idsAsAList() {
    List<String> ids = Vocabulary.of(List.of("b", "a", "\u00E9")).ids();
    assertThat(ids)
        .isEqualTo(List.of("b", "a", "\u00E9"))
        .hasSameHashCodeAs(List.of("b", "a", "\u00E9"));
    assertThat(ids.indexOf("a")).isEqualTo(1);
    assertThat(ids.lastIndexOf("\u00E9")).isEqualTo(2);
    assertThat(ids.contains("c")).isFalse();
    assertThat(ids.subList(1, 3)).containsExactly("a", "\u00E9");
    assertThatThrownBy(() -> ids.get(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> ids.add("c")).isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  @DisplayName("and the column that fills it agree with a hash map, clashing hash codes included")
  void agreesWithHashMap(long seed) {
    agrees(seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @Tag("thorough")
  @ValueSource(longs = {3, 4})
  @DisplayName("and the column agree with a hash map over more ids, too")
  void agreesOnMore(long seed) {
    agrees(seed);
  }

  private static void agrees(long seed) {
    Random random = new Random(seed);
    Map<String, Integer> expected = new HashMap<>();
    List<String> order = new ArrayList<>();
    List<Integer> indices = new ArrayList<>();
    IdColumn column = new IdColumn(Runnable::run, "users");
    for (int i = 0; i < 60_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int part = random.nextInt(12); part >= 0; part--) {
        text.append(random.nextBoolean() ? "Aa" : "BB"); // equal hash codes
      }
      String id = random.nextInt(3) == 0 ? text.toString() : "é" + random.nextInt(40_000);
      if (expected.putIfAbsent(id, order.size()) == null) {
        order.add(id);
      }
      column.add(id);
      indices.add(expected.get(id));
    }
    column.finish();
    for (int row = 0; row < indices.size(); row++) {
      assertThat(column.indices().get(row)).isEqualTo(indices.get(row));
    }
    assertThat(column.vocabulary().ids()).containsExactlyElementsOf(order);
    Vocabulary vocabulary = Vocabulary.of(order);
    expected.forEach((id, index) -> assertThat(vocabulary.indexOf(id)).isEqualTo(index));
    assertThat(vocabulary.indexOf("none")).isEqualTo(-1);
  }
}
