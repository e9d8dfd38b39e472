package io.hardgnn.onnx;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.hardgnn.onnx.graph.TensorSource;
import io.hardgnn.onnx.scoring.ExactScorer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Encoders for {@link TinyBundle} that no exporter writes, by what is wrong with them. */
final class HostileModels {

  private static final String QUERY = ExactScorer.QUERY;
  private static final String TABLE = "item_embedding.f32";
  private static final String OWN = "own";

  private HostileModels() {}

  /** The encoder as it is exported. */
  static byte[] whole() {
    return TinyBundle.encoder(new TensorSource.External(TABLE, 0, 40), false).toByteArray();
  }

  /** Graphs and functions that come back to themselves. */
  static Map<String, byte[]> endless() {
    Map<String, byte[]> models = new LinkedHashMap<>();
    models.put(
        "a cycle",
        edited(
            model -> {
              GraphProto.Builder graph = unfinished(model);
              graph.addNode(node("Add", "before", "b", "a"));
              graph.addNode(node("Identity", "a", "b"));
              graph.addNode(node("Identity", "b", QUERY));
            }));
    models.put("a function that calls itself", edited(model -> calling(model, "f", "f")));
    models.put("two functions that call each other", edited(model -> calling(model, "f", "g")));
    return models;
  }

  /** The last step of the model is a call of a function, which calls another, which calls it. */
  private static void calling(ModelProto.Builder model, String first, String second) {
    model.setIrVersion(8).addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(OWN));
    model.getOpsetImportBuilder(model.getOpsetImportCount() - 1).setVersion(1);
    unfinished(model).addNode(node(first, "before", QUERY).setDomain(OWN));
    model.addFunctions(function(model, first, second));
    if (!first.equals(second)) {
      model.addFunctions(function(model, second, first));
    }
  }

  private static FunctionProto.Builder function(
      ModelProto.Builder model, String name, String called) {
    return FunctionProto.newBuilder()
        .setName(name)
        .setDomain(OWN)
        .addInput("x")
        .addOutput("y")
        .addNode(node(called, "x", "y").setDomain(OWN))
        .addAllOpsetImport(model.getOpsetImportList());
  }

  /** Lets what gave the model's output give {@code before}, for the steps that are added. */
  private static GraphProto.Builder unfinished(ModelProto.Builder model) {
    GraphProto.Builder graph = model.getGraphBuilder();
    for (NodeProto.Builder node : graph.getNodeBuilderList()) {
      if (node.getOutput(0).equals(QUERY)) {
        node.setOutput(0, "before");
      }
    }
    return graph;
  }

  /** The last name is the output's. */
  private static NodeProto.Builder node(String type, String... names) {
    return NodeProto.newBuilder()
        .setOpType(type)
        .addAllInput(Arrays.asList(names).subList(0, names.length - 1))
        .addOutput(names[names.length - 1]);
  }

  /** Tables and inputs of sizes that cannot be, or are not those of their data. */
  static Map<String, byte[]> sizes() {
    Map<String, byte[]> models = new LinkedHashMap<>();
    models.put("less than nothing", sized(40, -1, 2));
    models.put("the largest number", sized(40, Long.MAX_VALUE, 2));
    models.put("a product beyond 64 bits", sized(40, 1L << 32, 1L << 32));
    models.put("four terabytes", sized(40, 1_000_000_000, 1_000));
    models.put("less data than said", sized(4, 5, 2));
    models.put("more data than said", sized(4_000, 5, 2));
    models.put(
        "an input of the largest number",
        edited(
            model ->
                model
                    .getGraphBuilder()
                    .getInputBuilder(0)
                    .getTypeBuilder()
                    .getTensorTypeBuilder()
                    .getShapeBuilder()
                    .getDimBuilder(0)
                    .setDimValue(Long.MAX_VALUE)));
    return models;
  }

  private static byte[] sized(int bytes, long... dims) {
    return edited(
        model -> {
          TensorProto.Builder table = table(model);
          table.clearDims().clearDataLocation().clearExternalData();
          for (long dim : dims) {
            table.addDims(dim);
          }
          table.setRawData(ByteString.copyFrom(new byte[bytes]));
        });
  }

  /** Data in places of the bundle's own table that are not there. */
  static Map<String, byte[]> placesInside() {
    Map<String, byte[]> models = new LinkedHashMap<>();
    models.put("before the start", placed("location", TABLE, "offset", "-8", "length", "40"));
    models.put("after the end", placed("location", TABLE, "offset", "4096", "length", "40"));
    models.put("over the end", placed("location", TABLE, "offset", "8", "length", "40"));
    models.put(
        "at the largest number",
        placed("location", TABLE, "offset", Long.MAX_VALUE + "", "length", "40"));
    models.put("longer than the file", placed("location", TABLE, "length", "4000000000"));
    models.put("of a length below nothing", placed("location", TABLE, "length", "-40"));
    models.put("at no number", placed("location", TABLE, "offset", "here", "length", "40"));
    models.put("nowhere", placed("offset", "0", "length", "40"));
    return models;
  }

  /** Data of any one table of a model in files that are not the bundle's. */
  static Map<String, byte[]> placesOutside(byte[] whole) {
    Map<String, byte[]> models = new LinkedHashMap<>();
    for (int table = 0; table < tables(parsed(whole)).size(); table++) {
      int of = table;
      BiConsumer<String, String[]> add =
          (what, entries) ->
              models.put(
                  "table " + of + " " + what,
                  edited(whole, model -> place(tables(model).get(of), entries)));
      add.accept("in the folder above", new String[] {"location", "../secret"});
      add.accept("at the root", new String[] {"location", "/etc/passwd"});
      add.accept("in a name with a zero", new String[] {"location", TABLE + "\0.bin"});
      add.accept("here, then elsewhere", new String[] {"location", TABLE, "location", "../secret"});
    }
    return models;
  }

  private static byte[] placed(String... entries) {
    return edited(model -> place(table(model), entries));
  }

  private static void place(TensorProto.Builder table, String... entries) {
    table.clearExternalData();
    for (int entry = 0; entry < entries.length; entry += 2) {
      table.addExternalData(
          StringStringEntryProto.newBuilder().setKey(entries[entry]).setValue(entries[entry + 1]));
    }
  }

  private static byte[] edited(Consumer<ModelProto.Builder> edit) {
    return edited(whole(), edit);
  }

  private static byte[] edited(byte[] whole, Consumer<ModelProto.Builder> edit) {
    ModelProto.Builder model = parsed(whole);
    edit.accept(model);
    return model.build().toByteArray();
  }

  private static ModelProto.Builder parsed(byte[] model) {
    try {
      return ModelProto.parseFrom(model).toBuilder();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The table of items, which is the one tensor of the encoder whose data are in a file. */
  private static TensorProto.Builder table(ModelProto.Builder model) {
    return tables(model).get(0);
  }

  /** The tensors whose data are in files. */
  private static List<TensorProto.Builder> tables(ModelProto.Builder model) {
    return model.getGraphBuilder().getInitializerBuilderList().stream()
        .filter(tensor -> tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL)
        .toList();
  }
}
