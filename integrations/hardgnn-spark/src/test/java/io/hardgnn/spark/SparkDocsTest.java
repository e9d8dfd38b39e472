package io.hardgnn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The page of Spark")
final class SparkDocsTest {

  private static final Path ROOT = Path.of(System.getProperty("hardgnn.root", "../.."));
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\\n(.*?)^```");

  private static String plain(String java) {
    return java.replaceAll("\\s+", ""); // lines may be broken elsewhere
  }

  @Test
  @DisplayName("shows Java that stands in SparkRecipes, which compiles")
  void blocks() throws IOException {
    String recipes =
        plain(
            Files.readString(
                ROOT.resolve(
                    "integrations/hardgnn-spark/src/test/java/io/hardgnn/spark/SparkRecipes.java")));
    List<String> blocks =
        BLOCK
            .matcher(Files.readString(ROOT.resolve("docs/spark.md")))
            .results()
            .map(block -> plain(block.group(1)))
            .toList();
    assertThat(blocks).hasSizeGreaterThanOrEqualTo(5);
    assertThat(blocks).allSatisfy(block -> assertThat(recipes).contains(block));
  }

  @Test
  @DisplayName("is the only one: no other module knows Spark")
  void onlyModule() throws IOException {
    for (String module :
        List.of("hardgnn-api", "hardgnn-testkit", "hardgnn-tf", "hardgnn-onnx", "examples")) {
      assertThat(Files.readString(ROOT.resolve(module).resolve("pom.xml"))).doesNotContain("spark");
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main"))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          assertThat(Files.readString(file)).as(file.toString()).doesNotContain("org.apache.spark");
        }
      }
    }
  }
}
