package io.hardgnn.examples.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.hardgnn.Embedding;
import io.hardgnn.Recommendation;
import io.hardgnn.examples.SmallBundle;
import io.hardgnn.onnx.OnnxRecommender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The page on vector stores")
final class VectorStoresTest {

  private static final Path ROOT = Path.of(System.getProperty("hardgnn.root", ".."));
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\\n(.*?)^```");
  private static final int MOST = 20;

  @TempDir static Path folder;
  private static OnnxRecommender recommender;

  @BeforeAll
  static void open() {
    recommender = OnnxRecommender.open(SmallBundle.export(folder));
  }

  @AfterAll
  static void close() {
    recommender.close();
  }

  /** Returns the items of greatest inner product with {@code [h, 1]}, by looking at all. */
  private static List<String> greatest(List<String> history) {
    float[] query = recommender.embed(history);
    record Scored(String id, double product) {}
    try (Stream<Embedding> items = recommender.itemEmbeddings()) {
      return items
          .map(
              item -> {
                double product = item.bias();
                for (int i = 0; i < query.length; i++) {
                  product += (double) query[i] * item.vector()[i];
                }
                return new Scored(item.id(), product);
              })
          .sorted(Comparator.comparingDouble(Scored::product).reversed())
          .limit(MOST)
          .map(Scored::id)
          .toList();
    }
  }

  private static List<String> served(List<String> history) {
    return recommender.recommendFor(history, 5).stream().map(Recommendation::item).toList();
  }

  @Test
  @DisplayName("finds by Lucene the items of greatest inner product, whose scores are then served")
  void lucene() throws IOException {
    try (Directory directory = new ByteBuffersDirectory()) {
      LuceneRecipe.index(recommender, directory);
      for (String user : recommender.users().ids()) {
        List<String> history = recommender.history(user).items();
        // Approximate, but not among so few.
        assertThat(LuceneRecipe.candidates(recommender, directory, history, MOST))
            .containsExactlyElementsOf(greatest(history));
        assertThat(LuceneRecipe.best(recommender, directory, history, 5))
            .extracting(Recommendation::item)
            .containsExactlyElementsOf(served(history));
      }
    }
  }

  /**
   * {@code -Dhardgnn.test.args=-Dhardgnn.pgvector=jdbc:postgresql://…}, with the driver at hand.
   */
  @Test
  @DisplayName("finds the same by PostgreSQL with pgvector, where there is one")
  void postgres() throws SQLException {
    String url = System.getProperty("hardgnn.pgvector");
    assumeThat(url).as("hardgnn.pgvector, the URL of a database to try it in").isNotNull();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE EXTENSION IF NOT EXISTS vector");
      statement.execute(
          "CREATE TEMPORARY TABLE item (id text PRIMARY KEY, vector vector("
              + (recommender.embeddingDim() + 1)
              + "))");
      PostgresRecipe.insert(recommender, connection);
      statement.execute("CREATE INDEX ON item USING hnsw (vector vector_ip_ops)");
      statement.execute("SET enable_seqscan = off"); // or so few rows are looked at one by one
      for (String user : recommender.users().ids()) {
        List<String> history = recommender.history(user).items();
        assertThat(PostgresRecipe.candidates(recommender, connection, history, MOST))
            .containsExactlyElementsOf(greatest(history));
      }
    }
  }

  @Test
  @DisplayName("shows Java that stands in the recipes, which compile")
  void blocks() throws IOException {
    Path recipes = ROOT.resolve("examples/src/test/java/io/hardgnn/examples/vectors");
    String code =
        plain(Files.readString(recipes.resolve("LuceneRecipe.java")))
            + plain(Files.readString(recipes.resolve("PostgresRecipe.java")));
    List<String> blocks =
        BLOCK
            .matcher(Files.readString(ROOT.resolve("docs/vector-stores.md")))
            .results()
            .map(block -> plain(block.group(1)))
            .toList();
    assertThat(blocks).hasSizeGreaterThanOrEqualTo(4);
    assertThat(blocks).allSatisfy(block -> assertThat(code).contains(block));
  }

  private static String plain(String java) {
    return java.replaceAll("\\s+", ""); // lines may be broken elsewhere
  }
}
