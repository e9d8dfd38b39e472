package io.hardgnn;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The version of this library, as its build wrote it beside this class.
 *
 * <p>Not taken from the manifest or the module: in an application that packs all classes into one
 * jar, those are the application's.
 */
final class LibraryVersion {

  private static final String RESOURCE = "version.properties";
  private static final String UNKNOWN = "unknown";

  private LibraryVersion() {}

  /**
   * Returns the version, or {@code unknown} where an application was packed without this library's
   * resources.
   */
  static String get() {
    try (@Nullable InputStream in = LibraryVersion.class.getResourceAsStream(RESOURCE)) {
      return in == null ? UNKNOWN : read(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE + " of hardgnn-api", e);
    }
  }

  private static String read(InputStream in) throws IOException {
    Properties properties = new Properties();
    properties.load(in);
    return properties.getProperty("version", UNKNOWN);
  }
}
