package io.hardgnn.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An excerpt of text from outside")
class ExcerptTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"", "alice", "C:\\new", "user \"7\"", "Ärtikel 4", "日本語", "\uD83D\uDE00", "a b"})
  @DisplayName("is the text, where it is short and all of it is seen")
  void unchanged(String text) {
    assertThat(Excerpt.of(text)).isEqualTo(text);
  }

  @ParameterizedTest(name = "U+{0} as {1}")
  @CsvSource({
    "000A,\\n",
    "000D,\\r",
    "0009,\\t",
    "0000,\\u0000",
    "001B,\\u001b",
    "009B,\\u009b",
    "200B,\\u200b",
    "202E,\\u202e",
    "2028,\\u2028",
    "2029,\\u2029",
    "2066,\\u2066",
    "FEFF,\\ufeff",
    "D83D,\\ud83d",
    "DE00,\\ude00",
    "E0001,\\udb40\\udc01"
  })
  @DisplayName("writes what is not seen as an escape")
  void escapes(String hex, String escape) {
    String text = "a" + Character.toString(Integer.parseInt(hex, 16)) + "b";
    assertThat(Excerpt.of(text)).isEqualTo("a" + escape + "b");
  }

  @Test
  @DisplayName(
      "ends after 80 characters, escapes counted as they are written, and says how long the text is")
  void bounded() {
    assertThat(Excerpt.of("x".repeat(80))).isEqualTo("x".repeat(80));
    assertThat(Excerpt.of("x".repeat(81))).isEqualTo("x".repeat(80) + "... (81 characters)");
    assertThat(Excerpt.of("\u001b".repeat(14)))
        .isEqualTo("\\u001b".repeat(13) + "... (14 characters)");
    assertThat(Excerpt.of("x".repeat(79) + "\uD83D\uDE00"))
        .as("no character is cut in two")
        .isEqualTo("x".repeat(79) + "... (81 characters)");
  }

  @Test
  @DisplayName("of a list is the list, or its beginning and how many elements follow")
  void lists() {
    assertThat(Excerpt.list(List.of())).isEqualTo("[]");
    assertThat(Excerpt.list(List.of("a", 7, "c"))).isEqualTo("[a, 7, c]");
    assertThat(Excerpt.list(List.of("a\n", "b"))).isEqualTo("[a\\n, b]");
    assertThat(Excerpt.list(Collections.nCopies(250_000, "tensor")))
        .startsWith("[tensor, tensor, ")
        .endsWith(", tensor and 249949 more]")
        .hasSizeLessThan(450);
    assertThat(Excerpt.list(Collections.nCopies(10, "x".repeat(1000))))
        .endsWith(" and 6 more]")
        .hasSizeLessThan(600);
  }

  @Test
  @DisplayName(
      "of what another library says is its first line, or the kind of failure if it says nothing")
  void sentences() {
    assertThat(Excerpt.sentence(new IOException("bad token\n at [Source: x]")))
        .isEqualTo("bad token");
    assertThat(Excerpt.sentence(new IOException("\n bad token"))).isEqualTo("bad token");
    assertThat(Excerpt.sentence(new IOException((String) null))).isEqualTo("IOException");
    assertThat(Excerpt.sentence(new IOException("bad \u001b" + "x".repeat(1_000_000))))
        .startsWith("bad \\u001bxxx")
        .endsWith("x... (1000005 characters)")
        .hasSizeLessThan(550);
  }
}
