package io.hardgnn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The memory of a vocabulary")
class VocabularyMemoryTest {

  @Test
  @DisplayName("has room for so many characters, with 4 more for each id, and says where it ends")
  void limit() {
    Vocabulary.Builder builder = Vocabulary.builder(4 + 4 + 3 + 4 + 5);
    builder.add("abc");
    assertThatThrownBy(() -> builder.add("123456"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("id '123456' of a vocabulary, at 1, is one too many");
    builder.add("12345");
    assertThatThrownBy(() -> builder.add(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at 2, is one too many");
    assertThat(builder.build()).isEqualTo(Vocabulary.of(List.of("abc", "12345")));
  }

  @Test
  @DisplayName("holds a string for an id once it was asked for, the same from then on")
  void keepsStrings() {
    Vocabulary vocabulary = Vocabulary.of(List.of("a", "b"));
    assertThat(vocabulary.id(1)).isEqualTo("b").isSameAs(vocabulary.id(1));
  }

  @Test
  @DisplayName("is as good for a selection as for ids that were collected")
  void selected() {
    Vocabulary selected =
        Vocabulary.of(List.of("a", "b", "c", "d")).select(new int[] {-1, 0, -1, 1});
    assertThat(selected)
        .isEqualTo(Vocabulary.of(List.of("b", "d")))
        .isNotEqualTo(Vocabulary.of(List.of("b")));
    assertThat(selected.indexOf("d")).isEqualTo(1);
    assertThat(selected.indexOf("a")).isEqualTo(-1);
    assertThat(selected.ids()).containsExactly("b", "d");
  }
}
