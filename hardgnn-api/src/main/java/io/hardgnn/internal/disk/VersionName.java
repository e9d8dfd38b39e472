package io.hardgnn.internal.disk;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of one version's directory, {@code version-NUMBER-RANDOM}: never given twice, also not
 * where a target was deleted and made anew, so whoever has opened a file below it has that
 * version's file and no other's.
 *
 * @param number from 1, larger for later versions of a target
 * @param text the whole name
 */
public record VersionName(int number, String text) {

  private static final Pattern FORM = Pattern.compile("version-([1-9][0-9]{0,8})-[0-9a-f]{16}");
  private static final int RANDOM_BYTES = 8;

  /** Returns a new name. */
  public static VersionName create(int number) {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    return new VersionName(number, "version-" + number + "-" + HexFormat.of().formatHex(random));
  }

  /** Reads a name; empty if the text is none. */
  public static Optional<VersionName> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(new VersionName(Integer.parseInt(matcher.group(1)), text))
        : Optional.empty();
  }

  /** Reads the last name of a path; empty if that is none. */
  public static Optional<VersionName> of(Path path) {
    return parse(String.valueOf(path.getFileName()));
  }
}
