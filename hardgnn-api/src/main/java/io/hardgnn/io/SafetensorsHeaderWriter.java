package io.hardgnn.io;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;

/**
 * Composes the JSON header of a safetensors file, padded with spaces so that the data starts at a
 * multiple of 8.
 */
final class SafetensorsHeaderWriter {

  private static final JsonFactory FACTORY = new JsonFactory();

  private SafetensorsHeaderWriter() {}

  static byte[] header(Map<String, TensorData> tensors, Map<String, String> metadata)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(bytes, JsonEncoding.UTF8)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart(Safetensors.METADATA);
        for (Map.Entry<String, String> e : metadata.entrySet()) {
          json.writeStringField(e.getKey(), e.getValue());
        }
        json.writeEndObject();
      }
      long begin = 0;
      for (Map.Entry<String, TensorData> e : tensors.entrySet()) {
        TensorData tensor = e.getValue();
        json.writeObjectFieldStart(checkedName(e.getKey()));
        json.writeStringField("dtype", tensor.type().name());
        json.writeFieldName("shape");
        int[] shape = tensor.shape();
        json.writeArray(shape, 0, shape.length);
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {begin, begin + tensor.byteSize()}, 0, 2);
        json.writeEndObject();
        begin += tensor.byteSize();
      }
      json.writeEndObject();
    }
    while (bytes.size() % Long.BYTES != 0) {
      bytes.write(' ');
    }
    if (bytes.size() > Safetensors.MAX_HEADER_BYTES) {
      throw new IllegalArgumentException(
          "the header of these "
              + tensors.size()
              + " tensors would have "
              + bytes.size()
              + " bytes, more than the "
              + Safetensors.MAX_HEADER_BYTES
              + " allowed; use fewer tensors, shorter names or less metadata");
    }
    return bytes.toByteArray();
  }

  private static String checkedName(String name) {
    if (name.isEmpty() || name.equals(Safetensors.METADATA)) {
      throw new IllegalArgumentException("a tensor cannot be named \"" + name + "\"");
    }
    return name;
  }
}
