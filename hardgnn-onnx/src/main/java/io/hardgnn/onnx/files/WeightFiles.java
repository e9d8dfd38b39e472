package io.hardgnn.onnx.files;

import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.Required;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of item embeddings that are not stored as 32-bit floats alone. */
public final class WeightFiles {

  private WeightFiles() {}

  /**
   * What {@value BundleFiles#WEIGHTS} holds.
   *
   * @param items format of the item embeddings
   */
  public record Described(String items) {

    /** Checks that nothing is missing. */
    public Described {
      Required.value("items", items);
    }
  }

  /** Returns the name of the format of a bundle's item embeddings, or null if nothing is said. */
  public static @Nullable String format(ArtifactDirectory files) {
    return files.files().contains(BundleFiles.WEIGHTS)
        ? files.json(BundleFiles.WEIGHTS, Described.class).items()
        : null;
  }

  /**
   * Checks the files of 8-bit whole numbers.
   *
   * @throws IllegalArgumentException if one is missing or has another size
   */
  public static void check(ArtifactDirectory files, int items, int dim) throws IOException {
    for (String name :
        List.of(BundleFiles.CANDIDATES, BundleFiles.ITEM_INT8, BundleFiles.ITEM_SCALE)) {
      if (!files.files().contains(name)) {
        throw new IllegalArgumentException("the manifest does not list " + name);
      }
    }
    long bytes = Files.size(files.path(BundleFiles.ITEM_INT8));
    if (bytes != (long) items * dim) {
      throw new IllegalArgumentException(
          BundleFiles.ITEM_INT8
              + " has "
              + bytes
              + " bytes, not the "
              + (long) items * dim
              + " of "
              + items
              + " items of size "
              + dim);
    }
  }
}
