package io.hardgnn.onnx;

import static io.hardgnn.io.ArtifactException.Reason.MISSING;

import io.hardgnn.blend.Blend;
import io.hardgnn.error.Excerpt;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.onnx.bundle.EmbeddingTable;
import io.hardgnn.onnx.bundle.NodePhase;
import io.hardgnn.onnx.files.BundleFiles;
import io.hardgnn.onnx.graph.OnnxModel;
import io.hardgnn.onnx.runtime.InferenceOptions;
import io.hardgnn.onnx.serving.Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a refresh reads of a bundle, more than a recommender does. Closed by whoever opened it. */
final class RefreshSource implements AutoCloseable {
  final Path directory;
  final Bundle bundle;
  final @Nullable EmbeddingTable itemInputs;
  final @Nullable Blend blend;
  final @Nullable NodePhase nodes;
  private final byte[] encoder;

  private RefreshSource(
      Path directory,
      Bundle bundle,
      @Nullable EmbeddingTable itemInputs,
      @Nullable Blend blend,
      @Nullable NodePhase nodes,
      byte[] encoder) {
    this.directory = directory;
    this.bundle = bundle;
    this.itemInputs = itemInputs;
    this.blend = blend;
    this.nodes = nodes;
    this.encoder = encoder;
  }

  static RefreshSource of(ArtifactDirectory files) {
    boolean counted = files.files().contains(BundleFiles.BLEND);
    Blend blend = counted ? files.json(BundleFiles.BLEND, Blend.class) : null;
    if (blend != null) {
      BundleFiles.requireValid(blend, files);
    }
    Bundle bundle = Bundle.open(files, InferenceOptions.defaults());
    try {
      if (!counted && bundle.description.transitionHistory() > 0) {
        throw new ArtifactException(
            MISSING,
            files.directory(),
            "does not say how its transitions were counted; export the model again");
      }
      NodePhase nodes =
          files.files().contains(BundleFiles.NODE_PHASE)
              ? NodePhase.of(
                  Files.readString(files.path(BundleFiles.NODE_PHASE)),
                  files.tensors(BundleFiles.NODE_PARAMETERS),
                  bundle.histories.size())
              : null;
      byte[] encoder = Files.readAllBytes(files.path(BundleFiles.ENCODER));
      // Opened last: nothing fails after it that would have to close it.
      EmbeddingTable inputs =
          files.files().contains(BundleFiles.ITEM_INPUT)
              ? EmbeddingTable.open(
                  files.path(BundleFiles.ITEM_INPUT),
                  bundle.items.size(),
                  bundle.description.embeddingDim())
              : null;
      return new RefreshSource(files.directory(), bundle, inputs, blend, nodes, encoder);
    } catch (IOException e) {
      bundle.close();
      throw new UncheckedIOException(files.directory() + ": " + Excerpt.sentence(e), e);
    } catch (RuntimeException | Error e) {
      bundle.close();
      throw e;
    }
  }

  OnnxModel encoder(int items) {
    String table = itemInputs == null ? BundleFiles.ITEM_EMBEDDING : BundleFiles.ITEM_INPUT;
    return OnnxModel.resized(encoder, table, items);
  }

  @Override
  public void close() {
    if (itemInputs != null) {
      itemInputs.close();
    }
    bundle.close();
  }
}
