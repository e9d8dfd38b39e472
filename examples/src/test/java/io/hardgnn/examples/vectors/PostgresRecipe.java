package io.hardgnn.examples.vectors;

import io.hardgnn.Embedding;
import io.hardgnn.Recommender;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Items in a table of PostgreSQL with the extension pgvector; shown in {@code
 * docs/vector-stores.md} to the letter.
 */
final class PostgresRecipe {

  private PostgresRecipe() {}

  static void insert(Recommender recommender, Connection connection) throws SQLException {
    try (PreparedStatement insert =
            connection.prepareStatement("INSERT INTO item VALUES (?, ?::vector)");
        Stream<Embedding> items = recommender.itemEmbeddings()) {
      for (Embedding item : (Iterable<Embedding>) items::iterator) {
        float[] vector = Arrays.copyOf(item.vector(), item.vector().length + 1);
        vector[item.vector().length] = item.bias();
        insert.setString(1, item.id());
        insert.setString(2, Arrays.toString(vector));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  static List<String> candidates(
      Recommender recommender, Connection connection, List<String> history, int most)
      throws SQLException {
    float[] embedding = recommender.embed(history);
    float[] query = Arrays.copyOf(embedding, embedding.length + 1);
    query[embedding.length] = 1;
    try (Statement settings = connection.createStatement()) {
      settings.execute("SET hnsw.ef_search = " + Math.min(Math.max(40, most), 1000));
    }
    List<String> candidates = new ArrayList<>();
    try (PreparedStatement search =
        connection.prepareStatement("SELECT id FROM item ORDER BY vector <#> ?::vector LIMIT ?")) {
      search.setString(1, Arrays.toString(query));
      search.setInt(2, most);
      try (ResultSet found = search.executeQuery()) {
        while (found.next()) {
          candidates.add(found.getString("id"));
        }
      }
    }
    return candidates;
  }
}
