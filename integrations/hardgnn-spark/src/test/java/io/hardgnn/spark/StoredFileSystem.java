package io.hardgnn.spark;

import java.net.URI;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The files of this machine under the scheme {@code stored}, in place of a cluster's storage. */
public final class StoredFileSystem extends RawLocalFileSystem {

  @Override
  public URI getUri() {
    return URI.create("stored:///");
  }

  @Override
  public String getScheme() {
    return "stored";
  }
}
