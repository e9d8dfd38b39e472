package io.hardgnn.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.Serial;

/**
 * The layout of indented JSON: {@code "name": value}, two spaces a level, lists on one line.
 *
 * <p>Line feeds on every platform: the checksum of a file must not depend on where it was written.
 * A class, because the settings that would do the same came with Jackson 2.16, and applications may
 * bring 2.15.
 */
public final class JsonLayout extends DefaultPrettyPrinter {

  @Serial private static final long serialVersionUID = 1;

  public JsonLayout() {
    indentObjectsWith(new DefaultIndenter("  ", "\n"));
  }

  /** A copy for one text: printers count the depth that they are at. */
  @Override
  public DefaultPrettyPrinter createInstance() {
    return new JsonLayout();
  }

  @Override
  public void writeObjectFieldValueSeparator(JsonGenerator json) throws IOException {
    json.writeRaw(": ");
  }
}
