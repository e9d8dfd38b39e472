package io.hardgnn.internal.store;

import static io.hardgnn.io.ArtifactException.Reason.CORRUPT;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.error.Excerpt;
import io.hardgnn.internal.disk.Disk;
import io.hardgnn.io.ArtifactException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    // A parser of bytes would guess other encodings, too.
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        JsonParser json = JSON.createParser(text)) {
      expect(file, json, JsonToken.START_OBJECT);
      List<Vocabulary> vocabularies = new ArrayList<>();
      for (String name : NAMES) {
        expect(file, json, JsonToken.FIELD_NAME);
        if (!name.equals(json.currentName())) {
          throw corrupt(
              file,
              json,
              "has \"" + Excerpt.of(json.currentName()) + "\" where \"" + name + "\" was expected",
              null);
        }
        vocabularies.add(vocabulary(file, json));
      }
      expect(file, json, JsonToken.END_OBJECT);
      if (json.nextToken() != null) {
        throw corrupt(file, json, "goes on after its object", null);
      }
      return vocabularies;
    } catch (CharacterCodingException e) {
      throw new ArtifactException(CORRUPT, file, "is not UTF-8 text", e);
    } catch (JsonProcessingException e) {
      JsonLocation place = e.getLocation();
      throw new ArtifactException(
          CORRUPT,
          file,
          (place == null ? "" : "line " + place.getLineNr() + " ")
              + "is not the JSON it should be: "
              + Excerpt.sentence(e),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read " + file + ": " + Excerpt.sentence(Disk.reason(e)), e);
    }
  }

  private static Vocabulary vocabulary(Path file, JsonParser json) throws IOException {
    expect(file, json, JsonToken.START_ARRAY);
    List<String> ids = new ArrayList<>();
    while (json.nextToken() == JsonToken.VALUE_STRING) {
      ids.add(json.getText());
    }
    if (json.currentToken() != JsonToken.END_ARRAY) {
      throw corrupt(file, json, "has " + json.currentToken() + " where an id was expected", null);
    }
    try {
      return Vocabulary.of(ids);
    } catch (IllegalArgumentException e) {
      throw corrupt(file, json, "closes ids that are no vocabulary: " + e.getMessage(), e);
    }
  }

  private static void expect(Path file, JsonParser json, JsonToken token) throws IOException {
    if (json.nextToken() != token) {
      throw corrupt(
          file, json, "has " + json.currentToken() + " where " + token + " was expected", null);
    }
  }

  private static ArtifactException corrupt(
      Path file, JsonParser json, String detail, @Nullable Throwable cause) {
    int line = json.currentLocation().getLineNr();
    return new ArtifactException(CORRUPT, file, "line " + line + " " + detail, cause);
  }
}
