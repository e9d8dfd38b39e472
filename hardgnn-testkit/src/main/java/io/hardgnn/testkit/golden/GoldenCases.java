package io.hardgnn.testkit.golden;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where golden cases come from: the bundled ones, and every {@code .json} file of the folders that
 * the system property {@code hardgnn.golden} lists, separated by commas or the system's path
 * separator.
 */
public final class GoldenCases {

  /** The presets of the bundled cases. */
  public static final List<String> PRESETS =
      List.of("paper", "stable", "reference", "reference_tf2");

  private static final String PROPERTY = "hardgnn.golden";

  private GoldenCases() {}

  /** Returns every case, bundled ones first; a method source of parametrised tests. */
  public static Stream<GoldenCase> all() {
    return Stream.concat(bundled().stream(), in(System.getProperty(PROPERTY, "")).stream());
  }

  /** Returns the cases that come with this module. */
  public static List<GoldenCase> bundled() {
    return PRESETS.stream()
        .flatMap(preset -> Stream.of(preset + "_A", preset + "_B"))
        .map(GoldenCases::bundled)
        .toList();
  }

  /** Returns one of the cases that come with this module, for example {@code paper_A}. */
  public static GoldenCase bundled(String name) {
    try (InputStream in = GoldenCases.class.getResourceAsStream(name + ".json")) {
      if (in == null) {
        throw new IllegalArgumentException("no bundled golden case '" + name + "'");
      }
      return GoldenCase.read(name, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the cases of a list of folders, sorted by name within a folder; fails where one cannot
   * be listed.
   */
  static List<GoldenCase> in(String folders) {
    List<GoldenCase> cases = new ArrayList<>();
    for (String folder : folders.split("[," + Pattern.quote(java.io.File.pathSeparator) + "]")) {
      if (folder.isBlank()) {
        continue;
      }
      try (Stream<Path> files = Files.list(folder(folder.strip()))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
          String name = file.getFileName().toString();
          cases.add(
              GoldenCase.read(name.substring(0, name.length() - 5), Files.readAllBytes(file)));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(
            "folder '" + folder.strip() + "' of system property " + PROPERTY, e);
      }
    }
    return cases;
  }

  /** Paths are relative to the top of the checkout, not to the module that happens to run. */
  private static Path folder(String name) {
    return Path.of(System.getProperty("hardgnn.root", "")).resolve(name);
  }
}
