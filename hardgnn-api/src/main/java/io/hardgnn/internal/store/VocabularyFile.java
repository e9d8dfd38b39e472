package io.hardgnn.internal.store;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.io.VocabularyJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Vocabularies as JSON, {@code {"users": [id, …], "items": [id, …]}}, streamed: there may be
 * millions of ids.
 */
final class VocabularyFile {

  private static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
  private static final List<String> NAMES = List.of("users", "items");

  private VocabularyFile() {}

  public static void write(OutputStream out, Vocabulary users, Vocabulary items)
      throws IOException {
    List<Vocabulary> vocabularies = List.of(users, items);
    try (JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
      json.writeStartObject();
      for (int which = 0; which < NAMES.size(); which++) {
        json.writeArrayFieldStart(NAMES.get(which));
        for (String id : vocabularies.get(which).ids()) {
          json.writeRaw('\n');
          json.writeString(id);
        }
        json.writeRaw('\n');
        json.writeEndArray();
      }
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  /**
   * Returns users and items; {@link ArtifactException} if the file is not what {@link #write}
   * writes.
   */
  public static List<Vocabulary> read(Path file) {
    return VocabularyJson.object(file, NAMES);
  }
}
