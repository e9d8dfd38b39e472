package io.hardgnn.examples.vectors;

import io.hardgnn.Embedding;
import io.hardgnn.Recommendation;
import io.hardgnn.Recommender;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;

/** Items in a Lucene index; shown in {@code docs/vector-stores.md} to the letter. */
final class LuceneRecipe {

  private LuceneRecipe() {}

  static void index(Recommender recommender, Directory directory) throws IOException {
    try (IndexWriter index = new IndexWriter(directory, new IndexWriterConfig());
        Stream<Embedding> items = recommender.itemEmbeddings()) {
      for (Embedding item : (Iterable<Embedding>) items::iterator) {
        float[] vector = Arrays.copyOf(item.vector(), item.vector().length + 1);
        vector[item.vector().length] = item.bias();
        Document document = new Document();
        document.add(new StoredField("id", item.id()));
        document.add(
            new KnnFloatVectorField(
                "vector", vector, VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT));
        index.addDocument(document);
      }
    }
  }

  static List<String> candidates(
      Recommender recommender, Directory directory, List<String> history, int most)
      throws IOException {
    float[] embedding = recommender.embed(history);
    float[] query = Arrays.copyOf(embedding, embedding.length + 1);
    query[embedding.length] = 1;
    List<String> candidates = new ArrayList<>();
    try (DirectoryReader index = DirectoryReader.open(directory)) {
      IndexSearcher searcher = new IndexSearcher(index);
      TopDocs found = searcher.search(new KnnFloatVectorQuery("vector", query, most), most);
      for (ScoreDoc hit : found.scoreDocs) {
        candidates.add(searcher.storedFields().document(hit.doc).get("id"));
      }
    }
    return candidates;
  }

  static List<Recommendation> best(
      Recommender recommender, Directory directory, List<String> history, int n)
      throws IOException {
    List<String> candidates = candidates(recommender, directory, history, 200);
    candidates.removeAll(history);
    return recommender.scoresFor(history, candidates).scored().stream()
        .sorted(Comparator.comparing(Recommendation::score).reversed())
        .limit(n)
        .toList();
  }
}
