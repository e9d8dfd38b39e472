package io.hardgnn.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The README")
final class ReadmeTest {

  private static final Path ROOT = Path.of(System.getProperty("hardgnn.root", ".."));
  private static final Path SOURCE =
      ROOT.resolve("examples/src/main/java/io/hardgnn/examples/ReadmeExample.java");

  @TempDir Path folder;

  @Test
  @DisplayName("shows the example that is compiled here, to the letter")
  void example() throws IOException {
    List<String> source = Files.readAllLines(SOURCE);
    int begin = indexOf(source, "// README: begin");
    int end = indexOf(source, "// README: end");
    String example = String.join("\n", source.subList(begin + 1, end)).stripIndent();
    assertThat(Files.readString(ROOT.resolve("README.md")))
        .contains("```java\n" + example + "\n```");
  }

  private static int indexOf(List<String> lines, String text) {
    for (int line = 0; line < lines.size(); line++) {
      if (lines.get(line).strip().equals(text)) {
        return line;
      }
    }
    throw new AssertionError(SOURCE + " has no line " + text);
  }

  @Test
  @Tag("thorough") // trains by the default preset; EndToEndTest goes the same way in every build
  @DisplayName("shows an example that trains, measures, exports and recommends")
  void runs() {
    Path events = SmallData.write(folder.resolve("events.csv"));
    Console console =
        Console.of(
            () -> {
              ReadmeExample.run(events, folder.resolve("bundle"), "u7");
              return 0;
            });
    assertThat(console.out()).contains("NDCG@10");
    assertThat(console.out().lines().filter(line -> line.startsWith("Recommendation[")))
        .hasSize(10);
  }

  @Test
  @DisplayName("links only to pages that are there")
  void links() throws IOException {
    Matcher link =
        Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)")
            .matcher(Files.readString(ROOT.resolve("README.md")));
    int links = 0;
    while (link.find()) {
      assertThat(ROOT.resolve(link.group(1))).exists();
      links++;
    }
    assertThat(links).isPositive();
  }
}
