package io.hardgnn.examples.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.blend.Blend;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.io.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The transitions that reasons name")
final class TransitionsTest {

  private static final Vocabulary ITEMS = Vocabulary.of(List.of("a", "b", "c"));

  @TempDir private Path version;

  /** Item a leads to b (2) and c (1), b to c (3) and a (1), c to nothing; ages halve. */
  @BeforeEach
  void write() throws IOException {
    Json.write(
        version.resolve("blend.json"),
        Blend.off().ageDecays(0.5).transitionWeights(1.0).historyLength(3));
    ByteBuffer items = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer weights = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    for (int item : new int[] {1, 2, 0, 2, 0, 0}) {
      items.putInt(item);
    }
    for (float weight : new float[] {2, 1, 1, 3, 0, 0}) {
      weights.putFloat(weight);
    }
    Files.write(version.resolve("transition_items.i32"), items.array());
    Files.write(version.resolve("transition_weights.f32"), weights.array());
  }

  private Transitions of(String... history) throws IOException {
    return Transitions.of(version, ITEMS, List.of(history));
  }

  private void assertStrongest(String from, double share, String to, String... history)
      throws IOException {
    Transitions.Strongest strongest = of(history).to(to).orElseThrow();
    assertThat(strongest.item()).isEqualTo(from);
    assertThat(strongest.share()).isCloseTo(share, within(1e-9));
  }

  @Test
  @DisplayName("are those that add most, what lies back counting less")
  void strongest() throws IOException {
    assertStrongest("b", 3 / 3.5, "c", "a", "b");
    assertStrongest("b", 1.5 / 2.5, "c", "b", "a");
    assertStrongest("a", 1, "b", "a", "b");
    assertStrongest("a", 1.5 / 2.25, "c", "b", "a", "a"); // twice there
  }

  @Test
  @DisplayName("leave out items that the model does not know, and those further back than it reads")
  void newest() throws IOException {
    assertStrongest("b", 3 / 3.5, "c", "a", "unknown", "b", "unknown");
    assertThat(of("a", "c", "c", "c").to("b")).isEmpty();
    assertThat(of("a").to("unknown")).isEmpty();
    assertThat(of("c").to("a")).isEmpty();
    assertThat(of().to("a")).isEmpty();
  }

  @Test
  @DisplayName("are none in a bundle without them, and an error in one that is cut")
  void none() throws IOException {
    Files.write(version.resolve("transition_weights.f32"), new byte[3]);
    assertThatThrownBy(() -> of("a")).isInstanceOf(IOException.class);
    Files.delete(version.resolve("transition_weights.f32"));
    assertThat(of("a").to("b")).isEmpty();
  }
}
