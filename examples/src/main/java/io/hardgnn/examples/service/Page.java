package io.hardgnn.examples.service;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * A page and the files that it loads, all of which lie beside this class.
 *
 * @param main file of the page itself, which is answered at {@code /}
 * @param others names of the files that it loads
 */
record Page(String main, List<String> others) {

  private static final Map<String, String> MEDIA_TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  /** Returns whether a path is that of one of the files. */
  boolean has(String path) {
    return path.equals("/") || others.contains(path.substring(1));
  }

  /** Returns a file by its path. */
  Answer file(String path) throws IOException {
    String name = path.equals("/") ? main : path.substring(1);
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the class path lacks " + name);
      }
      String ending = name.substring(name.lastIndexOf('.') + 1);
      return new Answer(200, String.valueOf(MEDIA_TYPES.get(ending)), in.readAllBytes());
    }
  }
}
