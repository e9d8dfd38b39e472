package io.hardgnn.io;

import io.hardgnn.error.Excerpt;
import java.util.regex.Pattern;

/**
 * Which names a file of an artifact may have: plain ones that mean the same on every platform and
 * lead nowhere else.
 */
final class FileNames {

  static final String RULE =
      "a name of at most 100 letters, digits, '.', '_' and '-' that starts with a letter or digit";

  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private FileNames() {}

  static boolean isValid(String name) {
    return ALLOWED.matcher(name).matches()
        && !name.equalsIgnoreCase(Manifest.FILE_NAME)
        && !name.equalsIgnoreCase(VersionedDirectory.POINTER);
  }

  /**
   * Checks a name.
   *
   * @throws IllegalArgumentException if no file of an artifact may have it
   */
  static void require(String name) {
    if (!isValid(name)) {
      throw new IllegalArgumentException(
          "\"" + Excerpt.of(name) + "\" cannot be a file of an artifact; use " + RULE);
    }
  }
}
