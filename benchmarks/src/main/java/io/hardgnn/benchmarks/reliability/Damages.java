package io.hardgnn.benchmarks.reliability;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All damages to one stored directory that holds one version: every bit turned and every length cut
 * to in the small files and in the heads of the large ones, a sample of the rest, files missing,
 * exchanged, linked and too many, and contents that no accident makes.
 */
final class Damages {

  /** Files up to this length are damaged in every bit. */
  private static final int SMALL = 6_000;

  private static final int HEAD = 600;
  private static final int DEEP = 100_000;

  /** Paths that no manifest may list: they lead out of the directory, or mean nothing. */
  static final List<String> ELSEWHERE =
      List.of("../../secret", "/etc/passwd", "C:\\secret", "a/b", "..", "", ".");

  private final Path target;
  private final Path version;
  private final @Nullable ForgedManifest forged;
  private final int sample;
  private final SplittableRandom random;
  private final List<Damage> common = new ArrayList<>(); // bits and lengths
  private final List<Damage> rare = new ArrayList<>();

  private Damages(
      Path target, Path version, @Nullable ForgedManifest forged, int sample, long seed) {
    this.target = target;
    this.version = version;
    this.forged = forged;
    this.sample = sample;
    this.random = new SplittableRandom(seed);
  }

  /**
   * Returns the damages, in an order that the seed decides: bits and lengths, which are most, in
   * turn with the others, so that a small sample has of both.
   *
   * @param target the directory, which holds one version
   * @param forged whether the sums of the manifest fit the damaged file, as if an attacker had
   *     written both
   * @param sample places in a large file, beside its head
   * @param most damages, all if there are fewer
   */
  static List<Damage> of(Path target, boolean forged, int sample, int most, long seed)
      throws IOException {
    Path version = target.resolve(Files.readString(target.resolve("current")).strip());
    Damages damages =
        new Damages(target, version, forged ? new ForgedManifest(version) : null, sample, seed);
    damages.collect();
    Collections.shuffle(damages.rare, new Random(seed));
    Collections.shuffle(damages.common, new Random(seed));
    List<Damage> all = inTurn(damages.rare, damages.common);
    return all.subList(0, Math.min(most, all.size()));
  }

  private static List<Damage> inTurn(List<Damage> some, List<Damage> others) {
    List<Damage> all = new ArrayList<>(some.size() + others.size());
    for (int n = 0; n < Math.max(some.size(), others.size()); n++) {
      if (n < some.size()) {
        all.add(some.get(n));
      }
      if (n < others.size()) {
        all.add(others.get(n));
      }
    }
    return all;
  }

  private void collect() throws IOException {
    List<Path> files;
    try (Stream<Path> stream = Files.list(version)) {
      files = new ArrayList<>(stream.sorted().toList());
    }
    if (forged != null) {
      files.removeIf(file -> file.endsWith("manifest.json"));
    } else {
      files.add(target.resolve("current"));
    }
    for (Path file : files) {
      byte[] whole = Files.readAllBytes(file);
      flipped(file, whole);
      cut(file, whole);
      strange(file, whole);
      add(file, whole, forged == null ? "is missing" : "is neither there nor listed", null);
      linked(file, whole);
      for (Path other : files) {
        byte[] content = Files.readAllBytes(other);
        if (!Arrays.equals(content, whole)) {
          add(file, whole, "holds " + other.getFileName(), ignored -> content);
          if (forged != null) {
            linked(file, other, content);
          }
        }
      }
    }
    extra();
  }

  /** Files and folders that nobody expects, beside those of the version and beside the version. */
  private void extra() {
    byte[] noise = new byte[100];
    random.nextBytes(noise);
    for (String name : List.of("extra.bin", ".DS_Store", "manifest.json~", "zeros.onnx.data")) {
      rare.add(new Damage.Extra(name + " is one too many", version.resolve(name), noise, forged));
    }
    if (forged == null) {
      for (Path folder : List.of(version.resolve("folder"), target.resolve("folder"))) {
        rare.add(new Damage.Extra(folder + " is one too many", folder, null, null));
      }
      // As a writer leaves one that is killed.
      Path later = target.resolve("version-999-0123456789abcdef");
      rare.add(new Damage.Extra("a later version is empty", later, null, null));
      Path notes = target.resolve("notes.txt");
      rare.add(new Damage.Extra("notes.txt is beside the version", notes, noise, null));
    }
  }

  private void add(Path file, byte[] whole, String what, @Nullable UnaryOperator<byte[]> change) {
    rare.add(content(file, whole, what, change));
  }

  private Damage content(
      Path file, byte[] whole, String what, @Nullable UnaryOperator<byte[]> change) {
    return new Damage.Content(file.getFileName() + " " + what, file, whole, change, forged);
  }

  private int[] places(int length) {
    if (length <= SMALL) {
      return java.util.stream.IntStream.range(0, length).toArray();
    }
    int[] places = new int[HEAD + sample];
    for (int i = 0; i < places.length; i++) {
      places[i] = i < HEAD ? i : random.nextInt(HEAD, length);
    }
    return places;
  }

  private void flipped(Path file, byte[] whole) {
    for (int place : places(whole.length)) {
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        int mask = 1 << bit;
        common.add(
            content(
                file,
                whole,
                "with bit " + bit + " of byte " + place + " turned",
                bytes -> {
                  bytes[place] ^= (byte) mask;
                  return bytes;
                }));
      }
    }
  }

  private void cut(Path file, byte[] whole) {
    for (int length : places(whole.length)) {
      String what = "cut to " + length + " bytes";
      common.add(content(file, whole, what, bytes -> Arrays.copyOf(bytes, length)));
    }
  }

  /** Contents that no accident makes. */
  private void strange(Path file, byte[] whole) {
    byte[] noise = new byte[whole.length];
    random.nextBytes(noise);
    add(file, whole, "of noise", bytes -> noise);
    add(file, whole, "of zeros", bytes -> new byte[bytes.length]);
    String name = file.getFileName().toString();
    if (name.endsWith(".json")) {
      add(file, whole, "of deep arrays", bytes -> "[".repeat(DEEP).getBytes(UTF_8));
      add(file, whole, "of deep objects", bytes -> "{\"a\":".repeat(DEEP).getBytes(UTF_8));
      for (String number : List.of("1e999999999", "9".repeat(5_000), "-1", "null", "\"\"", "[]")) {
        String text = new String(whole, UTF_8);
        String other = text.replaceAll("(?<=: )[0-9.]+(?=[,\\n])", number);
        add(
            file,
            whole,
            "with " + number.substring(0, 1) + "… for each number",
            ignored -> other.getBytes(UTF_8));
      }
    }
    if (name.endsWith(".safetensors")) {
      for (long length : new long[] {0, -1, Long.MAX_VALUE, Integer.MAX_VALUE, whole.length}) {
        add(
            file,
            whole,
            "with a header of " + length + " bytes",
            bytes -> {
              ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
              return bytes;
            });
      }
    }
    if (name.equals("manifest.json")) {
      for (String path : ELSEWHERE) {
        String other = ForgedManifest.listing(whole, path);
        add(file, whole, "that lists " + path, ignored -> other.getBytes(UTF_8));
      }
    }
    if (name.equals("current")) {
      for (String path :
          List.of("..", ".", "/", "../" + target.getFileName(), version.toString())) {
        add(file, whole, "that names " + path, ignored -> path.getBytes(UTF_8));
      }
    }
  }

  private void linked(Path file, byte[] whole) {
    linked(file, aside(file), whole);
    for (Path leadsTo :
        List.of(
            file, Path.of("nowhere"), target, Path.of("/dev/zero"), Path.of("/proc/self/mem"))) {
      linked(file, leadsTo, new byte[0]); // as devices say that they hold
    }
  }

  private void linked(Path file, Path leadsTo, byte[] content) {
    String what = file.getFileName() + " is a link to " + leadsTo;
    rare.add(new Damage.Link(what, file, aside(file), leadsTo, content, forged));
  }

  private Path aside(Path file) {
    return target.resolveSibling("aside-" + file.getFileName());
  }
}
