package io.hardgnn.onnx;

import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.ArtifactException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a bundle's JSON files, in which JSON would allow null. */
final class BundleJson {

  private BundleJson() {}

  /**
   * Reads what {@value BundleFiles#DESCRIPTION} holds.
   *
   * @throws ArtifactException as {@link ArtifactDirectory#json}, or if a value is null
   */
  static BundleFiles.Description description(ArtifactDirectory files) {
    BundleFiles.Description description =
        files.json(BundleFiles.DESCRIPTION, BundleFiles.Description.class);
    requireValue(files, BundleFiles.DESCRIPTION, "coldUserVector", description.coldUserVector());
    requireValue(files, BundleFiles.DESCRIPTION, "provenance", description.provenance());
    description
        .provenance()
        .forEach(
            (key, value) ->
                requireValue(files, BundleFiles.DESCRIPTION, "provenance." + key, value));
    return description;
  }

  /**
   * Reads an array of ids.
   *
   * @throws ArtifactException as {@link ArtifactDirectory#json}, or if an id is null
   */
  static List<String> ids(ArtifactDirectory files, String name) {
    String[] ids = files.json(name, String[].class);
    for (int index = 0; index < ids.length; index++) {
      requireValue(files, name, "id " + index, ids[index]);
    }
    return Arrays.asList(ids);
  }

  private static void requireValue(
      ArtifactDirectory files, String name, String what, @Nullable Object value) {
    if (value == null) {
      throw new ArtifactException(
          ArtifactException.Reason.CORRUPT,
          files.path(name),
          "holds null for " + what + "; export the model again");
    }
  }
}
