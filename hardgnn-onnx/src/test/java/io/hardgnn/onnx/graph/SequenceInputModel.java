package io.hardgnn.onnx.graph;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;

/**
 * A model whose input is a sequence of tensors, of which it gives the length: no recommender can
 * feed it.
 */
public final class SequenceInputModel {

  private SequenceInputModel() {}

  /** Returns the model in the standard's binary form. */
  public static byte[] bytes() {
    ProtoMessage tensor =
        new ProtoMessage()
            .message(1, new ProtoMessage().integer(1, 1).message(2, new ProtoMessage()));
    ProtoMessage input =
        new ProtoMessage()
            .string(1, "item_ids")
            .message(2, new ProtoMessage().message(4, new ProtoMessage().message(1, tensor)));
    ProtoMessage output =
        new ProtoMessage()
            .string(1, "user_embedding")
            .message(
                2,
                new ProtoMessage()
                    .message(1, new ProtoMessage().integer(1, 7).message(2, new ProtoMessage())));
    ProtoMessage node =
        new ProtoMessage()
            .string(1, "item_ids")
            .string(2, "user_embedding")
            .string(4, "SequenceLength");
    ProtoMessage graph =
        new ProtoMessage().message(1, node).string(2, "g").message(11, input).message(12, output);
    ProtoMessage model =
        new ProtoMessage()
            .integer(1, 8)
            .message(7, graph)
            .message(8, new ProtoMessage().string(1, "").integer(2, 18));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      model.writeTo(Channels.newChannel(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
