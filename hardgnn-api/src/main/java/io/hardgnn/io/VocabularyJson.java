package io.hardgnn.io;

import static io.hardgnn.io.ArtifactException.Reason.CORRUPT;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.error.Excerpt;
import io.hardgnn.internal.disk.Disk;
import java.io.IOException;
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
 * Vocabularies in JSON files, read as a stream: there may be millions of ids, and no string is made
 * of one. All methods may be called by several threads.
 */
public final class VocabularyJson {

  private static final JsonFactory JSON = new JsonFactory();

  private VocabularyJson() {}

  /** Reads what a file holds; the parser stands before it. */
  private interface Content<T> {
    T read(Parsing parsing) throws IOException;
  }

  /**
   * Reads one vocabulary, {@code [id, …]}.
   *
   * @throws ArtifactException ({@code CORRUPT}) if the file holds anything else
   * @throws UncheckedIOException if it cannot be read
   */
  public static Vocabulary list(Path file) {
    return read(file, Parsing::vocabulary);
  }

  /**
   * Reads several vocabularies, {@code {name: [id, …], …}}.
   *
   * @param names in the order of the file
   * @throws ArtifactException ({@code CORRUPT}) if the file holds anything else
   * @throws UncheckedIOException if it cannot be read
   */
  public static List<Vocabulary> object(Path file, List<String> names) {
    return read(file, parsing -> parsing.vocabularies(names));
  }

  private static <T> T read(Path file, Content<T> content) {
    // A parser of bytes would guess other encodings, too.
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        JsonParser json = JSON.createParser(text)) {
      Parsing parsing = new Parsing(file, json);
      T read = content.read(parsing);
      parsing.end();
      return read;
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

  /** A file and how far it has been read. */
  private record Parsing(Path file, JsonParser json) {

    List<Vocabulary> vocabularies(List<String> names) throws IOException {
      expect(JsonToken.START_OBJECT, "{");
      List<Vocabulary> vocabularies = new ArrayList<>();
      for (String name : names) {
        expect(JsonToken.FIELD_NAME, '"' + name + '"');
        if (!name.equals(json.currentName())) {
          throw unexpected('"' + name + '"');
        }
        vocabularies.add(vocabulary());
      }
      expect(JsonToken.END_OBJECT, "}");
      return vocabularies;
    }

    Vocabulary vocabulary() throws IOException {
      expect(JsonToken.START_ARRAY, "[");
      Vocabulary.Builder ids = Vocabulary.builder();
      int count = 0;
      try {
        while (json.nextToken() == JsonToken.VALUE_STRING) {
          ids.add(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
          count++;
        }
        if (json.currentToken() != JsonToken.END_ARRAY) {
          throw unexpected("id " + count);
        }
        return ids.build();
      } catch (IllegalArgumentException e) {
        throw corrupt("has ids that are no vocabulary: " + e.getMessage(), e);
      }
    }

    void end() throws IOException {
      if (json.nextToken() != null) {
        throw unexpected("its end");
      }
    }

    private void expect(JsonToken token, String name) throws IOException {
      if (json.nextToken() != token) {
        throw unexpected(name);
      }
    }

    private ArtifactException unexpected(String expected) throws IOException {
      String found = json.currentToken() == null ? "its end" : Excerpt.of(json.getText());
      return corrupt("has " + found + " where " + expected + " was expected", null);
    }

    private ArtifactException corrupt(String detail, @Nullable Throwable cause) {
      int line = json.currentLocation().getLineNr();
      return new ArtifactException(CORRUPT, file, "line " + line + " " + detail, cause);
    }
  }
}
