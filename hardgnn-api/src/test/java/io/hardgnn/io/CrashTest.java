package io.hardgnn.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.seed.Seed;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("An artifact whose writer is killed")
class CrashTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int ELEMENTS = 5_000;
  private static final ArtifactFormat FORMAT =
      ArtifactFormat.of("crash", 1, "weights.safetensors", "model.json");

  @TempDir Path folder;

  /** The process that is killed: replaces the artifact without end, version after version. */
  static final class Writer {
    public static void main(String[] args) {
      Path target = Path.of(args[0]);
      for (int version = Integer.parseInt(args[1]); ; version++) {
        write(target, version);
        System.out.println(version);
      }
    }
  }

  private static void write(Path target, int version) {
    int[] values = new int[ELEMENTS];
    Arrays.fill(values, version);
    ArtifactDirectory.write(
        target,
        FORMAT,
        out -> {
          out.tensors("weights.safetensors", Map.of("w", TensorData.ofInts(values, ELEMENTS)));
          out.json("model.json", version);
        });
  }

  private static int read(Path target) {
    return ArtifactDirectory.read(
        target,
        FORMAT,
        artifact -> {
          int version = artifact.json("model.json", Integer.class);
          assertThat(artifact.tensors("weights.safetensors").ints("w", ELEMENTS))
              .containsOnly(version);
          return version;
        });
  }

  @Test
  @DisplayName(
      "always opens afterwards, as the version last finished or the one then being written")
  void killed(@Seed long seed) throws Exception {
    killed(seed, 2);
  }

  @Test
  @Tag("thorough") // starts a process for each
  @DisplayName("again and again, always opens afterwards")
  void killedOften(@Seed long seed) throws Exception {
    killed(seed, 6);
  }

  private void killed(long seed, int kills) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    Path target = folder.resolve("model");
    write(target, 0);
    int version = 0;
    Set<Integer> leftOvers = new TreeSet<>();
    for (int kill = 0; kill < kills; kill++) {
      int finished = version;
      Process writer = start(target, version + 1);
      try (var lines = writer.inputReader()) {
        String first = lines.readLine();
        assertThat(first)
            .as("seed %d: the writer must get going", seed)
            .isEqualTo(Integer.toString(version + 1));
        Thread.sleep(random.nextInt(40), random.nextInt(1_000_000));
        // By its handle: the process object would close the stream that is read below.
        writer.toHandle().destroyForcibly();
        finished = version + 1;
        for (String line = lines.readLine();
            line != null && !line.isEmpty();
            line = lines.readLine()) {
          finished = Integer.parseInt(line);
        }
      } finally {
        writer.destroyForcibly().waitFor();
      }
      leftOvers.add(names(target).size());
      version = read(target);
      // The last line of a killed process may be lost or cut, so what it reported is a lower bound
      // only.
      assertThat(version).as("seed %d, after kill %d", seed, kill).isGreaterThanOrEqualTo(finished);
    }
    System.out.println("CrashTest versions " + version + ", entries left " + leftOvers);
    write(target, -1);
    assertThat(read(target)).isEqualTo(-1);
    assertThat(names(target))
        .as("the lock, the pointer, the current version and the one before")
        .hasSize(4);
    assertThat(names(target.getParent())).containsExactly("model");
  }

  @Test
  @DisplayName("given two processes that write and threads that read, is never lost or mixed")
  void twoProcesses() throws Exception {
    Path target = folder.resolve("model");
    write(target, 0);
    Process one = start(target, 1);
    Process other = start(target, 1_000_000);
    int reads = 0;
    try (var lines = one.inputReader();
        var others = other.inputReader()) {
      assertThat(lines.readLine()).isEqualTo("1");
      assertThat(others.readLine()).isEqualTo("1000000");
      Set<Integer> seen = new TreeSet<>();
      // A second of it, and up to ten where the machine is so busy that little was seen.
      for (long time = 0, start = System.nanoTime();
          time < SECOND || time < 10 * SECOND && (reads <= 5 || seen.size() <= 2);
          time = System.nanoTime() - start) {
        seen.add(read(target));
        reads++;
      }
      assertThat(one.isAlive() && other.isAlive()).as("neither writer failed").isTrue();
      assertThat(reads).isGreaterThan(5);
      assertThat(seen.size()).as("versions seen").isGreaterThan(2);
    } finally {
      one.destroyForcibly().waitFor();
      other.destroyForcibly().waitFor();
    }
    read(target);
  }

  private static List<String> names(Path directory) {
    String[] names = directory.toFile().list();
    return names == null ? List.of() : List.of(names);
  }

  private static Process start(Path target, int version) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xmx64m",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .replace("\n", File.pathSeparator),
            Writer.class.getName(),
            target.toString(),
            Integer.toString(version))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
