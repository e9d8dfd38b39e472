package io.hardgnn.onnx.files;

import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.ArtifactException;
import java.util.Arrays;
import java.util.List;

/** Reads the lists of ids of a bundle, in which JSON would allow null. */
public final class BundleIds {

  private BundleIds() {}

  /**
   * Reads a list of ids.
   *
   * @param name of the file, such as {@value BundleFiles#USERS}
   * @throws ArtifactException as {@link ArtifactDirectory#json}, or if an id is null
   */
  public static List<String> read(ArtifactDirectory files, String name) {
    List<String> ids = Arrays.asList(files.json(name, String[].class));
    int missing = ids.indexOf(null);
    if (missing >= 0) {
      throw new ArtifactException(
          ArtifactException.Reason.CORRUPT,
          files.path(name),
          "holds null for id " + missing + "; export the model again");
    }
    return ids;
  }
}
