package io.hardgnn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A result that is replaced")
final class ReplacedResultTest {

  /** Local files under the rules of a cluster: a rename onto a folder moves into it. */
  private static final class ClusterFiles extends RawLocalFileSystem {
    private BiPredicate<String, String> refused = (from, to) -> false;
    private boolean deletes = true;

    ClusterFiles() throws IOException {
      initialize(URI.create("file:///"), new Configuration());
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
      if (refused.test(from.getName(), to.getName())) {
        return false;
      }
      return super.rename(from, exists(to) ? new Path(to, from.getName()) : to);
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
      return deletes && super.delete(path, recursive);
    }
  }

  @TempDir private java.nio.file.Path folder;
  private ClusterFiles files;

  @BeforeEach
  void open() throws IOException {
    files = new ClusterFiles();
    write("new", "new");
  }

  private void write(String name, String text) throws IOException {
    java.nio.file.Path made = Files.createDirectories(folder.resolve(name));
    Files.writeString(made.resolve("part"), text);
  }

  private void replace() throws IOException {
    Path parent = new Path(folder.toUri());
    RecommendForAllUsers.replace(files, new Path(parent, "new"), new Path(parent, "out"));
  }

  private String text(String name) throws IOException {
    return Files.readString(folder.resolve(name).resolve("part"));
  }

  private List<String> names() throws IOException {
    try (Stream<java.nio.file.Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  @DisplayName("gives way to the new one and leaves nothing behind, if there was one at all")
  void replaced() throws IOException {
    replace();
    assertThat(text("out")).isEqualTo("new");
    write("new", "newer");
    replace();
    assertThat(text("out")).isEqualTo("newer");
    assertThat(names()).containsExactly("out");
  }

  @Test
  @DisplayName("is back in its place where the new one cannot be put there")
  void putBack() throws IOException {
    write("out", "old");
    files.refused = (from, to) -> from.equals("new");
    assertThatThrownBy(this::replace)
        .isInstanceOf(IOException.class)
        .hasMessageMatching("cannot rename .*new to .*out")
        .hasNoSuppressedExceptions();
    assertThat(text("out")).isEqualTo("old");
    assertThat(names()).containsExactly("new", "out");
  }

  @Test
  @DisplayName("stays where it cannot be moved aside")
  void stays() throws IOException {
    write("out", "old");
    files.refused = (from, to) -> from.equals("out");
    assertThatThrownBy(this::replace).hasMessageMatching("cannot rename .*out to .*out-previous.*");
    assertThat(text("out")).isEqualTo("old");
    assertThat(text("new")).isEqualTo("new");
  }

  @Test
  @DisplayName("is named by the failure where it cannot be put back")
  void kept() throws IOException {
    write("out", "old");
    files.refused = (from, to) -> to.equals("out");
    assertThatThrownBy(this::replace)
        .satisfies(
            failure ->
                assertThat(failure.getSuppressed()[0])
                    .hasMessageMatching(
                        "the result that was in .*out is kept in .*out-previous.*"));
    String previous = names().get(1);
    assertThat(previous).startsWith("out-previous-");
    assertThat(text(previous)).isEqualTo("old");
  }

  @Test
  @DisplayName("remains beside the new one where it cannot be deleted")
  void notDeleted() throws IOException {
    write("out", "old");
    files.deletes = false;
    replace();
    assertThat(text("out")).isEqualTo("new");
    assertThat(text(names().get(1))).isEqualTo("old");
  }
}
