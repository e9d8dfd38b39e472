package io.hardgnn.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hardgnn.ItemFilter;
import io.hardgnn.RecommendRequest;
import io.hardgnn.error.HardGNNException;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.onnx.files.BundleFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Bad input of one kind to a recommender, in a JVM of its own: ends with {@value #ANSWERED} if it
 * was answered, and with another code for each kind of exception, whose message it prints. Anything
 * else that ends the JVM has another code.
 */
final class BadInput {

  static final int ANSWERED = 20;
  static final int LIBRARY = 21;
  static final int ARGUMENT = 22;
  static final int STATE = 23;
  static final int NULL = 24;

  private static final int MILLION = 1_000_000;

  /** What is done with a bundle. */
  enum Kind {
    UNKNOWN_USER(LIBRARY, on -> on.recommend("nobody", 3)),
    UNKNOWN_ITEM(LIBRARY, on -> on.similarItems("nothing", 3)),
    NO_ID(NULL, on -> on.recommend((String) null, 3)),
    MILLION_CHARACTERS(LIBRARY, on -> on.recommend("\u001b[2J\n".repeat(MILLION / 5), 3)),
    MILLION_CHARACTERS_OBSERVED(ARGUMENT, on -> on.observe("\u001b[2J\n".repeat(MILLION / 5), "a")),
    MILLION_CHARACTERS_IN_HISTORY(
        ANSWERED, on -> on.recommendFor(List.of("a", "x".repeat(MILLION)), 3)),
    EMPTY_HISTORY(ANSWERED, on -> on.recommendFor(List.of(), 3)),
    MILLION_ITEMS(ANSWERED, on -> on.recommendFor(Collections.nCopies(MILLION, "a"), 3)),
    NULL_IN_HISTORY(NULL, on -> on.recommendFor(Arrays.asList("a", null), 3)),
    NONE(ARGUMENT, on -> on.recommend("ann", 0)),
    NONE_OF_ALL(ARGUMENT, on -> on.recommendAll(List.of("ann"), -1)),
    BILLION(ANSWERED, on -> on.recommend("ann", 1_000_000_000)),
    BILLION_SIMILAR(ANSWERED, on -> on.similarItems("a", Integer.MAX_VALUE)),
    NOT_A_NUMBER(
        ARGUMENT, on -> on.recommend("ann", 3, ItemFilter.unseen().minimumScore(Float.NaN))),
    OTHER_BUNDLES_IDS(
        ANSWERED,
        on ->
            on.recommendAll(
                List.of(
                    RecommendRequest.forUser("u-17"),
                    RecommendRequest.forHistory(List.of("i-1", "i-2"))))),
    CLOSED(
        STATE,
        on -> {
          on.close();
          on.recommend("ann", 3);
        }),
    TRUNCATED(LIBRARY, "encoder.onnx", bytes -> Arrays.copyOf(bytes, bytes.length / 2)),
    EMPTY(LIBRARY, "item_embedding.f32", bytes -> new byte[0]),
    ALTERED(LIBRARY, "scorer.onnx", BadInput::flipped),
    NEWER(
        LIBRARY,
        "manifest.json",
        bytes ->
            new String(bytes, UTF_8)
                .replaceFirst("\"version\": 1", "\"version\": 2")
                .getBytes(UTF_8)),
    NO_MANIFEST(LIBRARY, "manifest.json", bytes -> new byte[] {0, 1, 2}),
    NAN_ITEM_EMBEDDING(LIBRARY, "item_embedding.f32"),
    NAN_USER_EMBEDDING(LIBRARY, "user_embedding.f32"),
    NAN_ITEM_BIAS(LIBRARY, "item_bias.f32"),
    NAN_TRANSITION_WEIGHT(LIBRARY, "transition_weights.f32"),
    NAN_ITEM_SCALE(LIBRARY, "item_scale.f32");

    final int exit;
    private final Request request;

    Kind(int exit, Request request) {
      this.exit = exit;
      this.request = request;
    }

    Kind(int exit, String file, UnaryOperator<byte[]> damage) {
      this(exit, on -> damage(file, damage));
    }

    /** The last number of a table is none, though the sums are right. */
    Kind(int exit, String table) {
      this(exit, on -> notANumber(table));
    }
  }

  /** Asks something. */
  private interface Request {
    void ask(OnnxRecommender recommender) throws IOException;
  }

  private static Path bundle = Path.of("");

  private BadInput() {}

  private static void damage(String file, UnaryOperator<byte[]> damage) throws IOException {
    Path damaged = ArtifactDirectory.open(bundle, BundleFiles.FORMAT).directory().resolve(file);
    byte[] before = Files.readAllBytes(damaged);
    byte[] after = damage.apply(before);
    if (Arrays.equals(before, after)) {
      throw new AssertionError("nothing was damaged");
    }
    Files.write(damaged, after);
    OnnxRecommender.open(bundle).close();
  }

  private static void notANumber(String table) {
    Path copy = bundle.resolveSibling("copy");
    TinyBundle.copy(
        bundle,
        copy,
        table,
        bytes -> {
          byte[] other = bytes.clone();
          ByteBuffer.wrap(other)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putFloat(other.length - 4, Float.NaN);
          return other;
        });
    OnnxRecommender.open(copy).close();
  }

  private static byte[] flipped(byte[] bytes) {
    byte[] other = bytes.clone();
    other[bytes.length / 2] ^= 1;
    return other;
  }

  /** Takes a kind and a bundle, which may be damaged. */
  public static void main(String[] args) throws IOException {
    bundle = Path.of(args[1]);
    int exit;
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      Kind.valueOf(args[0]).request.ask(recommender);
      exit = ANSWERED;
    } catch (HardGNNException e) {
      exit = told(LIBRARY, e);
    } catch (NullPointerException e) {
      exit = told(NULL, e);
    } catch (IllegalArgumentException e) {
      exit = told(ARGUMENT, e);
    } catch (IllegalStateException e) {
      exit = told(STATE, e);
    }
    System.exit(exit);
  }

  private static int told(int exit, RuntimeException failure) {
    System.out.println(failure.getMessage());
    return exit;
  }
}
