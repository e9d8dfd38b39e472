package io.hardgnn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.data.Vocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A vocabulary in JSON")
class VocabularyJsonTest {

  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("ids.json"), text);
  }

  @Test
  @DisplayName("is read as it was written, escapes and all")
  void reads() throws IOException {
    List<String> ids = List.of("", "a \"b\"\n", "\u00E9", "\uD83D\uDE00", "x".repeat(20_000));
    assertThat(VocabularyJson.list(file(Json.text(ids)))).isEqualTo(Vocabulary.of(ids));
    assertThat(VocabularyJson.list(file("[]")).size()).isZero();
  }

  @ParameterizedTest(name = "text {0}")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "null | has null where [ was expected",
        "`` | has its end where [ was expected",
        "{} | has { where [ was expected",
        "[\"a\", null] | has null where id 1 was expected",
        "[\"a\", 5] | has 5 where id 1 was expected",
        "[\"a\", [\"b\"]] | has [ where id 1 was expected",
        "[\"a\"] 7 | has 7 where its end was expected",
        "[\"a\" | is not the JSON it should be",
        "[\"\\uD83D\"] | at 0, has an unpaired surrogate",
        "[\"a\", \"a\"] | 'a' appears twice in a vocabulary, at 0 and 1",
      })
  @DisplayName("with anything else in it is refused")
  void refuses(String text, String message) throws IOException {
    Path file = file(text);
    assertThatThrownBy(() -> VocabularyJson.list(file))
        .isInstanceOfSatisfying(
            ArtifactException.class,
            e -> assertThat(e.reason()).isEqualTo(ArtifactException.Reason.CORRUPT))
        .hasMessageContaining("ids.json: line 1 ")
        .hasMessageContaining(message);
  }

  @Test
  @DisplayName("in another encoding, or gone, is told so")
  void otherFiles() throws IOException {
    Path latin = folder.resolve("latin.json");
    Files.write(latin, "[\"\u00E9\"]".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> VocabularyJson.list(latin))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("latin.json: is not UTF-8 text");
    assertThatThrownBy(() -> VocabularyJson.list(folder.resolve("none.json")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot read");
  }

  @Test
  @DisplayName("is one of several under the names that are asked for, in their order")
  void several() throws IOException {
    List<String> names = List.of("users", "items");
    assertThat(VocabularyJson.object(file("{\"users\": [\"u\"], \"items\": [\"i\"]}"), names))
        .containsExactly(Vocabulary.of(List.of("u")), Vocabulary.of(List.of("i")));
    Path swapped = file("{\"items\": [\"i\"], \"users\": [\"u\"]}");
    assertThatThrownBy(() -> VocabularyJson.object(swapped, names))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("has items where \"users\" was expected");
    Path third = file("{\"users\": [],\n \"items\": [],\n \"tags\": []}");
    assertThatThrownBy(() -> VocabularyJson.object(third, names))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("line 3 has tags where } was expected");
    Path missing = file("{\"users\": []}");
    assertThatThrownBy(() -> VocabularyJson.object(missing, names))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("has } where \"items\" was expected");
  }
}
